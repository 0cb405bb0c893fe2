"""The weekly letter: what it tells, to whom, once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from portal.accounts import own_data as held
from portal.community.bookmarks.domain.searches import save_search
from portal.community.bookmarks.models import SavedSearch
from portal.community.digests.domain import sections, sending, weeks
from portal.community.digests.domain.sections import Item, NotReady
from portal.community.digests.models import Digest, DigestChoice
from portal.community.members.domain.find import member_of
from search.drain import drain_once
from search.sync import sync_all
from tests.factories.letters import send_letters
from tests.factories.site import make_case, make_district, make_lecture, make_session, make_user, restrict

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)
BEFORE = weeks.begin_of(MONDAY) - timedelta(days=2)


@pytest.fixture
def member(own_data):
    """Somebody of Nowon who has been here for a month."""
    user = make_user("one@example.org", district=make_district())
    type(user).objects.update(date_joined=BEFORE - timedelta(days=30))
    user.refresh_from_db()
    member_of(user)
    return user


def _published(page, when=BEFORE):
    type(page).objects.filter(pk=page.pk).update(first_published_at=when)
    return page


def _case(title: str, **fields):
    return _published(make_case(title, **fields), fields.pop("when", BEFORE))


@pytest.mark.parametrize(
    ("now", "week"),
    [
        ("2026-11-22T21:59:59+00:00", date(2026, 11, 16)),
        ("2026-11-22T22:00:00+00:00", date(2026, 11, 23)),
        ("2026-11-29T21:59:00+00:00", date(2026, 11, 23)),
        ("2026-11-29T15:30:00+00:00", date(2026, 11, 23)),
        ("2026-12-31T23:00:00+00:00", date(2026, 12, 28)),
    ],
)
def test_weeks_are_those_of_seoul(now, week):
    assert weeks.due_week(datetime.fromisoformat(now)) == week
    assert weeks.begin_of(week).astimezone(UTC).hour == 15


def test_one_mail_tells_everything_in_text_and_html(member):
    save_search(member, "q=로봇")
    of_district = _case("노원 사례", district=make_district())
    found = _published(make_lecture("로봇 강연"))
    make_session(7, date=MONDAY + timedelta(days=3))
    sync_all()
    assert sending.send_due(MONDAY) == 1
    (letter,) = send_letters()
    assert letter.subject == "주간 소식 11. 16.~11. 22.: 3건"
    html = letter.alternatives[0][0]
    for text in (letter.body, html):
        assert text.index("로봇 강연") < text.index("노원 사례") < text.index("제7차 포럼")
        assert f"{found.url}" in text
        assert of_district.url in text
        assert "2026. 11. 26.(목)" in text
    message = letter.message()
    stop = message["List-Unsubscribe"].strip("<>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in letter.body
    assert stop in html


def test_nobody_is_told_twice(member):
    _case("노원 사례", district=make_district())
    save_search(member, "q=사례")
    make_case("새 사례")
    sync_all()
    for _ in range(3):
        sending.send_due(MONDAY)
    assert Email.objects.count() == 1
    assert sending.send_due(MONDAY + timedelta(days=7)) == 1
    assert Email.objects.count() == 1
    assert Digest.objects.get(week=MONDAY + timedelta(days=7)).items == 0


def test_nothing_empty_is_sent(member):
    assert sending.send_due(MONDAY) == 1
    assert not Email.objects.exists()
    assert sending.send_due(MONDAY) == 0


def test_what_came_in_a_week_without_a_worker_is_told_in_the_next_letter(member):
    sending.send_due(MONDAY)
    _published(make_case("사이 사례", district=make_district()), BEFORE + timedelta(days=5))
    sending.send_due(MONDAY + timedelta(days=21))
    assert "사이 사례" in Email.objects.get().message


def test_a_page_on_the_border_of_two_weeks_is_told_once(member):
    _published(make_case("자정 사례", district=make_district()), weeks.begin_of(MONDAY))
    sending.send_due(MONDAY)
    assert not Email.objects.exists()
    sending.send_due(MONDAY + timedelta(days=7))
    sending.send_due(MONDAY + timedelta(days=14))
    assert Email.objects.get().message.count("자정 사례") == 1


def test_topics_are_told_and_other_things_are_not(member):
    tagged = _case("주제 사례", tags=("돌봄",))
    member_of(member).topics.add(tagged.tagged_items.get().tag)
    _case("남의 사례", tags=("교통",))
    sending.send_due(MONDAY)
    letter = Email.objects.get()
    assert "주제 사례 (관심 주제)" in letter.message
    assert "남의 사례" not in letter.message


def test_nobody_is_told_of_what_they_may_not_see(member):
    save_search(member, "q=감춘")
    hidden = _case("감춘 사례", district=make_district())
    restrict(hidden, "다른 모임")
    _case("감춘 초안", district=make_district(), live=False)
    sync_all()
    sending.send_due(MONDAY)
    assert not Email.objects.exists()


def test_a_saved_search_tells_what_came_after_it_was_saved_and_follows_its_filters(member):
    make_case("로봇 옛 사례")
    sync_all()
    save_search(member, "q=로봇&kind=case")
    make_case("로봇 새 사례")
    make_lecture("로봇 강연")
    sync_all()
    sending.send_due(MONDAY)
    letter = Email.objects.get().message
    assert "로봇 새 사례 (로봇 · 사례)" in letter
    assert "옛 사례" not in letter
    assert "로봇 강연" not in letter


def test_a_letter_waits_for_the_index(member):
    sync_all()
    save_search(member, "q=로봇")
    before = SavedSearch.objects.get().mark
    make_case("로봇 사례")
    while drain_once():
        pass
    assert sending.send_due(MONDAY) == 0
    assert not Digest.objects.exists()
    assert SavedSearch.objects.get().mark == before
    sync_all()
    assert sending.send_due(MONDAY) == 1
    assert "로봇 사례" in Email.objects.get().message


def test_one_member_s_trouble_is_not_the_others(member, monkeypatch, caplog):
    other = make_user("two@example.org", district=make_district())
    type(other).objects.filter(pk=other.pk).update(date_joined=BEFORE - timedelta(days=9))

    def make(user, period):
        if user.pk == member.pk:
            raise RuntimeError("broken")
        return [Item("<b>소식</b> & 더", "/x/")]

    monkeypatch.setattr(sections, "_registered", {"x": sections.Section("x", "소식", make, 1)})
    assert sending.send_due(MONDAY) == 1
    letter = Email.objects.get()
    assert letter.to == ["two@example.org"]
    assert "<b>소식</b> & 더" in letter.message
    assert "&lt;b&gt;소식&lt;/b&gt; &amp; 더" in letter.html_message
    assert "could not be made" in caplog.text
    assert not Digest.objects.filter(user=member).exists()


def test_a_section_that_is_not_ready_leaves_no_trace(member, monkeypatch):
    def first(user, period):
        SavedSearch.objects.filter(user=user).update(mark=99)
        return [Item("소식", "/x/")]

    def second(user, period):
        raise NotReady

    save_search(member, "q=로봇")
    pair = {
        "a": sections.Section("a", "가", first, 1),
        "b": sections.Section("b", "나", second, 2),
    }
    monkeypatch.setattr(sections, "_registered", pair)
    assert sending.send_due(MONDAY) == 0
    assert SavedSearch.objects.get().mark == 0
    assert not Email.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"email": ""}, {"date_joined": weeks.begin_of(MONDAY) + timedelta(hours=1)}],
)
def test_who_gets_none(member, change):
    _case("노원 사례", district=make_district())
    type(member).objects.filter(pk=member.pk).update(**change)
    assert sending.send_due(MONDAY) == 0
    assert not Digest.objects.exists()


def test_a_new_member_is_not_told_what_was_there_before(member):
    type(member).objects.update(date_joined=BEFORE + timedelta(hours=1))
    _case("노원 사례", district=make_district())
    sending.send_due(MONDAY)
    assert not Email.objects.exists()


def test_long_sections_say_how_much_more_there_is(member):
    for number in range(12):
        _case(f"노원 사례 {number}", district=make_district())
    sending.send_due(MONDAY)
    assert "그 밖에 2건이 더 있습니다." in Email.objects.get().message


# --- choosing and stopping --------------------------------------------------------------------------


def _stop_path(member) -> str:
    _case("노원 사례", district=make_district())
    sending.send_due(MONDAY)
    (letter,) = send_letters()
    address = letter.message()["List-Unsubscribe"].strip("<>")
    return "/" + address.split("/", 3)[3]


def test_one_click_stops_it_without_signing_in_and_without_a_token_of_a_form(member):
    path = _stop_path(member)
    browser = Client(enforce_csrf_checks=True)
    assert "그만 받기" in browser.get(path).content.decode()
    assert not DigestChoice.objects.exists()
    for _ in range(2):
        answer = browser.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
    assert "one@example.org" not in answer.content.decode()
    assert not sending.waiting(MONDAY + timedelta(days=7)).exists()


@pytest.mark.parametrize("token", ["x", "WzEsIiJd:1:x", "a:b:c"])
def test_a_forged_link_stops_nothing(member, token):
    for answer in (Client().get(f"/digests/stop/{token}/"), Client().post(f"/digests/stop/{token}/")):
        assert answer.status_code == 410
    assert not DigestChoice.objects.exists()


def test_a_link_for_something_else_stops_nothing(member):
    from portal.community.links import make_token

    assert Client().post(f"/digests/stop/{make_token('confirm', member.pk)}/").status_code == 410
    assert not DigestChoice.objects.exists()


def test_sections_are_chosen_and_the_letter_is_taken_up_again(member):
    client = Client()
    client.force_login(member)
    address = "/members/me/digest/"
    assert client.get(address).content.decode().count("checked") == len(list(sections.each())) + 1
    client.post(address, {"section": ["searches", "nonsense"]})
    choice = DigestChoice.objects.get()
    assert choice.stopped_at
    assert "own_field" in choice.left_out
    assert "nonsense" not in choice.left_out
    client.post(address, {"wanted": "1", "section": ["sessions"]})
    choice.refresh_from_db()
    assert choice.stopped_at is None
    assert choice.resumed_at <= timezone.now()
    _case("노원 사례", district=make_district())
    sending.send_due(MONDAY)
    assert not Email.objects.exists()
    assert Client().get(address)["Location"].startswith("/login/")


def test_the_command_makes_what_is_due(member, capsys, time_machine):
    time_machine.move_to("2026-11-23T09:00:00+09:00")
    _case("노원 사례", district=make_district())
    for _ in range(2):
        call_command("send_digests")
    assert "1 members done, 0 waiting" in capsys.readouterr().out
    assert Email.objects.count() == 1


def test_one_s_own_data_is_told_and_deleted(member):
    save_search(member, "q=로봇")
    sending.send_due(MONDAY)
    told = held.gather(member)
    assert told["bookmarks"]["searches"][0]["name"] == "로봇"
    assert told["weekly_letter"]["letters"][0]["week"] == MONDAY
    held.erase(member)
    assert not SavedSearch.objects.exists()
    assert not Digest.objects.exists()
