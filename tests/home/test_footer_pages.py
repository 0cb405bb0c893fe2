"""The pages of the footer: made once, drafts until confirmed, and a report of errors that reaches the editors."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, unquote

import pytest
from django.core.management import call_command
from wagtail.models import Site

from home.domain.footer import PAGES, ensure_footer
from home.models import ErrorReport, FooterPage, HomePage
from portal.accounts.roles import ensure_roles
from portal.core import open_forms
from portal.core.models import SiteIdentity
from portal.core.site_tree import ensure_lists
from tests.factories.site import make_case, make_district, make_user

pytestmark = pytest.mark.django_db
DRAFT = "초안: 운영기관 확인 전"
FORM = "/report-error/"


@pytest.fixture
def site(db):
    ensure_footer(ensure_lists())


def text(client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def test_every_page_is_in_the_footer_and_answers_in_both_languages(client, site):
    home, english = text(client, "/"), text(client, "/en/")
    for first in PAGES:
        assert re.search(rf'href="/{first.slug}/[^"]*"[^>]*>{first.title}<', home)
        assert re.search(rf'href="/en/{first.slug}/[^"]*"[^>]*>{first.title_en}<', english)
        assert first.title in text(client, f"/{first.slug}/")
        body = text(client, f"/en/{first.slug}/").partition("<main")[2].partition("</main>")[0]
        assert not re.search(r"[가-힣]", body), first.slug


def test_a_page_is_a_draft_until_the_operator_confirms_it(client, site):
    assert all(DRAFT in text(client, f"/{first.slug}/") for first in PAGES)
    FooterPage.objects.filter(slug="privacy").update(confirmed=True)
    assert DRAFT not in text(client, "/privacy/")
    assert DRAFT in text(client, "/terms/")


def test_what_only_the_operator_knows_stays_a_marked_blank(client, site):
    for slug in ("privacy", "terms", "copyright", "accessibility"):
        assert "[운영기관이 채울 곳:" in text(client, f"/{slug}/")
        assert "[To be filled in by the operator:" in text(client, f"/en/{slug}/")


def test_setting_up_again_writes_over_nothing_and_makes_what_is_missing(client):
    call_command("setup_site", verbosity=0)
    page = FooterPage.objects.get(slug="terms")
    page.title, page.slug, page.confirmed = "바뀐 제목", "rules", True
    page.body = [("heading", "바뀐 글")]
    page.save_revision().publish()
    HomePage.objects.get().get_children().get(slug="copyright").delete()
    call_command("setup_site", verbosity=0)
    assert FooterPage.objects.count() == len(PAGES)
    page.refresh_from_db()
    assert (page.title, page.slug, page.confirmed) == ("바뀐 제목", "rules", True)
    assert "바뀐 글" in text(client, "/rules/")
    assert client.get("/copyright/").status_code == 200


def test_privacy_names_every_cookie_of_a_reader(client, site):
    said = text(client, "/privacy/")
    for address in ("/", FORM, "/login/", "/search/?q=돌봄", "/tags/"):
        client.get(address)
    case = make_case()
    client.post(
        "/cases/compare/basket/", {"action": "add", "id": case.pk}, headers={"origin": "http://testserver"}
    )
    assert {"csrftoken", "compare"} <= set(client.cookies)
    assert all(f"{name} 쿠키" in said for name in client.cookies)
    client.force_login(make_user("editor@example.org"))
    assert "sessionid" in client.cookies
    assert "sessionid 쿠키" in said


def test_the_form_knows_the_page_it_was_asked_for(client, site):
    link = re.search(
        r'href="(/report-error/\?page=[^"]+)"', text(client, f"/search/?q={quote('돌봄')}&kind=case")
    )
    assert link
    assert 'value="http://testserver/search/?q=돌봄&kind=case"' in text(client, link[1])
    assert "?page=" not in text(client, FORM).partition('class="site-footer"')[2]


@pytest.mark.parametrize(
    "page", ["https://evil.example/", "//evil.example", "/a\nb", "/\\evil", "", "cases/"]
)
def test_only_addresses_of_this_site_are_filled_in(client, site, page):
    html = client.get(FORM, {"page": page}).content.decode()
    assert re.search(r'id="id_address"\s+value=""', html)


def test_a_report_reaches_the_editors_and_says_thanks(client, site):
    sent = {"kind": "access", "address": "http://testserver/cases/", "text": "글자가 너무 작습니다."}
    answer = client.post(FORM, sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{FORM}?sent=1")
    assert "신고를 받았습니다" in text(client, answer["Location"])
    report = ErrorReport.objects.get()
    assert (report.kind, report.address, report.text, report.done) == (*sent.values(), False)
    ensure_roles()
    client.force_login(make_user("office@example.org", "포럼 편집자"))
    assert "http://testserver/cases/" in text(client, "/admin/snippets/home/errorreport/")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "짧아"}, "text"),
        ({"text": "가" * 2001}, "text"),
        ({"kind": "?"}, "kind"),
        ({"address": "/" * 501}, "address"),
    ],
)
def test_what_is_wrong_with_a_report_is_said_at_the_field(client, site, change, field):
    sent = {"kind": "other", "address": "", "text": "설명이 틀렸습니다.", **change}
    answer = client.post(FORM, sent)
    html = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert f'id="{field}-error"' in html
    assert "보내지 못했습니다" in html
    assert re.search(r"<title>\s*오류: 오류 신고", html)
    assert not ErrorReport.objects.exists()


def test_programs_that_fill_in_everything_leave_nothing(client, site):
    sent = {"kind": "other", "text": "buy our pills", "website": "https://spam.example"}
    assert client.post(FORM, sent).status_code == 302
    assert not ErrorReport.objects.exists()


def test_a_flood_is_stopped(client, site, monkeypatch):
    monkeypatch.setattr(open_forms, "MOST_PER_HOUR", 2)
    sent = {"kind": "other", "text": "설명이 틀렸습니다."}
    assert [client.post(FORM, sent).status_code for _number in range(3)] == [302, 302, 422]
    assert ErrorReport.objects.count() == 2


def test_mail_is_offered_once_the_operator_has_a_mailbox(client, site):
    assert "mailto:" not in text(client, f"{FORM}?page=/cases/")
    identity = SiteIdentity.for_site(Site.objects.get())
    identity.email = "desk@example.org"
    identity.save()
    link = re.search(r'href="(mailto:[^"]+)"[^>]*>\s*전자우편으로', text(client, f"{FORM}?page=/cases/"))
    assert link
    assert link[1].startswith("mailto:desk@example.org?subject=")
    assert "http://testserver/cases/" in unquote(link[1])


def test_reports_are_open_to_the_office_only(client, site):
    ErrorReport.objects.create(kind="other", text="설명이 틀렸습니다.")
    make_district()
    ensure_roles()
    client.force_login(make_user("nowon@example.org", "노원구 편집자"))
    assert client.get("/admin/snippets/home/errorreport/").status_code in (302, 403)
