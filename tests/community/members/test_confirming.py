"""Cases are confirmed once a year by a signed link that is good once, for a time, and for whom it was sent to."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from districts.models import CaseStudy
from portal.audit.enums import AuditAction
from portal.audit.models import AuditEntry
from portal.community import links
from portal.community.members.domain import confirming
from portal.community.members.domain.confirming import ask_due, link_of
from portal.community.members.domain.find import member_of
from tests.factories.members import make_post
from tests.factories.site import make_case, make_district, make_user

pytestmark = pytest.mark.django_db
TODAY = "2026. 11. 23."


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def post():
    return make_post("ai", district=make_district(), holder=make_user("holder@example.org"))


@pytest.fixture
def case(post) -> CaseStudy:
    return make_case("확인할 사례", district=post.district, contact_post=post)


def fresh(case: CaseStudy) -> CaseStudy:
    return CaseStudy.objects.get(pk=case.pk)


def links_in(letter: Email) -> list[str]:
    return re.findall(r"/members/confirm/\S+", letter.message)


def test_the_letter_leads_to_a_page_that_confirms_and_the_case_says_so(case):
    assert ask_due() == 1
    letter = Email.objects.get(to="holder@example.org", subject__contains="확인해")
    (link,) = links_in(letter)
    page = Client().get(link)
    assert page.status_code == 200
    assert fresh(case).last_confirmed is None, "a mail scanner that opens the link confirms nothing"
    assert Client().post(link).status_code == 200
    assert fresh(case).last_confirmed == timezone.localdate()
    html = Client().get(case.get_url()).content.decode()
    day = timezone.localdate()
    assert re.search(rf"{day.year}\. {day.month}\. {day.day}\.\(.\)</time>\s*확인", html)
    assert "노원구 AI 담당" in html
    assert "holder@example.org" not in html
    assert AuditEntry.objects.filter(action=AuditAction.CASE_CONFIRMED, subject="확인할 사례").count() == 1


def test_drafts_and_publications_keep_the_day(case):
    draft = fresh(case)
    draft.summary = "고치는 중"
    draft.save_revision()
    Client().post(link_of(fresh(case)))
    fresh(case).get_latest_revision().publish()
    assert fresh(case).summary == "고치는 중"
    assert fresh(case).last_confirmed == timezone.localdate()


def test_a_link_is_good_once(case):
    link = link_of(fresh(case))
    Client().post(link)
    for answer in (Client().get(link), Client().post(link)):
        assert answer.status_code == 410


def test_a_link_ends(case, monkeypatch):
    link = link_of(fresh(case))
    monkeypatch.setattr(confirming, "GOOD_FOR", datetime.timedelta(seconds=-1))
    answer = Client().post(link)
    assert answer.status_code == 410
    assert "기한" in answer.content.decode()
    assert fresh(case).last_confirmed is None


def test_the_link_of_whoever_handed_over_opens_nothing(case, post):
    link = link_of(fresh(case))
    post.holder = member_of(make_user("successor@example.org"))
    post.save()
    assert Client().post(link).status_code == 410
    assert Client().post(link_of(fresh(case))).status_code == 200


@pytest.mark.parametrize("token", ["x", "..", "a:b:c", "%00", "9" * 300])
def test_tokens_that_nobody_signed_open_nothing(token, case):
    assert Client().post(f"/members/confirm/{token}/").status_code in (404, 410)
    assert fresh(case).last_confirmed is None


def test_a_link_for_something_else_opens_nothing(case):
    token = links.make_token("answer", case.pk, "")
    assert Client().post(f"/members/confirm/{token}/").status_code == 410


def test_a_form_of_another_site_is_refused(case):
    client = Client(enforce_csrf_checks=True)
    assert client.post(link_of(fresh(case))).status_code == 403


def test_nobody_is_asked_twice_and_everybody_again_after_a_year(case, post):
    assert ask_due() == 1
    assert ask_due() == 0
    Client().post(link_of(fresh(case)))
    assert ask_due() == 0
    old = timezone.localdate() - datetime.timedelta(days=366)
    CaseStudy.objects.update(last_confirmed=old)
    case.contact_check.asked_on = old
    case.contact_check.save()
    assert ask_due() == 1


def test_one_letter_for_all_cases_of_a_post_and_none_for_drafts(case, post):
    make_case("둘째 사례", district=post.district, contact_post=post)
    make_case("초안 사례", district=post.district, contact_post=post, live=False)
    make_case("담당 없는 사례", district=post.district)
    assert ask_due() == 1
    letter = Email.objects.get(subject__contains="확인해")
    assert len(links_in(letter)) == 2
    assert "초안 사례" not in letter.message


def test_a_vacant_post_asks_the_general_contact_and_the_districts_editors(case, post):
    editor = make_user("editor@example.org", "노원구 편집자")
    make_user("other@example.org", "강남구 편집자")
    post.holder = None
    post.mailbox = "ai@example.org"
    post.save()
    ask_due()
    asked = {address for letter in Email.objects.filter(subject__contains="확인해") for address in letter.to}
    assert asked == {"ai@example.org", editor.email}


def test_the_page_of_the_post_leads_those_in_charge_to_the_same_link(case, post):
    def page(user) -> str:
        client = Client()
        client.force_login(user)
        return client.get(post.get_absolute_url()).content.decode()

    assert "/members/confirm/" in page(post.holder.user)
    assert "/members/confirm/" in page(make_user("editor@example.org", "노원구 편집자"))
    assert "/members/confirm/" not in page(make_user("other@example.org", "강남구 편집자"))
    assert case.title in page(make_user("reader@example.org"))


def test_the_worker_asks(case):
    from search import chores

    assert any(chore.name == "case contacts" for chore in chores.each())
    call_command("check", verbosity=0)
