"""The calendar as a page, and as files that other programs read."""

from __future__ import annotations

import datetime
from urllib.parse import quote

import pytest
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import Page

from lectures.models import LectureSpeaker
from tests.factories.editions import award, make_expo, make_prize
from tests.factories.site import make_district, make_lecture, make_session, make_speaker, make_user, restrict

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
SEOUL = datetime.timedelta(hours=9)


def events(client, path: str = "/calendar.ics") -> dict:
    """Events by their title; the file is read whole, so anything malformed fails here."""
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    file = Calendar.from_ical(response.content)
    assert file["VERSION"] == "2.0"
    assert file.errors == []
    found = {str(event["SUMMARY"]): event for event in file.walk("VEVENT")}
    assert len({str(event["UID"]) for event in found.values()}) == len(file.walk("VEVENT"))
    assert [str(zone["TZID"]) for zone in file.walk("VTIMEZONE")] == ["Asia/Seoul"]
    return found


def titles(entries) -> list[str]:
    return [entry.title for entry in entries]


def test_upcoming_first_and_past_by_year(client):
    make_session(1, title="지난 회차", date=TODAY - 400 * DAY)
    make_session(3, title="다음 회차", date=TODAY + 10 * DAY)
    make_session(4, title="날짜 없음")
    make_expo("지금 행사", start_date=TODAY - DAY, end_date=TODAY + DAY)
    make_prize("상", call_start=TODAY, call_end=TODAY + 30 * DAY, ceremony_date=TODAY - 800 * DAY)
    context = client.get("/calendar/").context
    assert titles(context["upcoming"]) == ["지금 행사", "상 공모 시작", "다음 회차", "상 공모 마감"]
    past = [(year, titles(entries)) for year, entries in context["past"]]
    assert past == [
        ((TODAY - 400 * DAY).year, ["지난 회차"]),
        ((TODAY - 800 * DAY).year, ["상 시상식"]),
    ]


def test_nothing_ahead_is_said(client):
    make_session(1, date=TODAY - DAY)
    assert "공개된 다음 일정이 아직 없습니다" in client.get("/calendar/").content.decode()


def test_the_calendar_is_narrowed_by_kind_and_year(client):
    make_session(1, title="회차", date="2023-09-07")
    make_prize("상", call_end="2023-06-01", call_end_precision="month", ceremony_date="2024-09-25")
    context = client.get("/calendar/?kind=session&kind=deadline&year=2023").context
    assert titles(context["narrowed"].rows) == ["상 공모 마감", "회차"]
    empty = client.get("/calendar/?kind=session&year=2024")
    assert empty.context["narrowed"].rows == []
    assert "고른 조건에 맞는 것이 없습니다" in empty.content.decode()
    assert len(client.get("/calendar/?kind=party&year=%00").context["narrowed"].rows) == 3


def test_a_plan_that_was_overtaken_is_no_date(client):
    make_expo("지난 계획", status="plan", start_date="2024-10-01", date_precision="month")
    make_expo("앞으로의 계획", status="plan", start_date=TODAY + 40 * DAY)
    assert titles(client.get("/calendar/").context["narrowed"].rows) == ["앞으로의 계획"]


def test_whole_days_end_on_the_day_after(client):
    make_expo("행사", start_date="2024-10-10", end_date="2024-10-12", venue="코엑스", title_en="Expo")
    make_session(2, title="하루", date="2023-12-19")
    found = events(client)
    assert found["행사"].decoded("DTSTART") == datetime.date(2024, 10, 10)
    assert found["행사"].decoded("DTEND") == datetime.date(2024, 10, 13)
    assert found["행사"]["DTSTART"].params["VALUE"] == "DATE"
    assert found["행사"]["LOCATION"] == "코엑스"
    assert str(found["행사"]["URL"]).endswith("/expo/" + str(found["행사"]["URL"]).split("/")[-2] + "/")
    assert found["하루"].decoded("DTEND") == datetime.date(2023, 12, 20)
    assert "Expo" in events(client, "/en/calendar.ics")


def test_times_are_korean_time(client):
    times = {"start_time": "14:00", "end_time": "16:30"}
    make_session(1, title="시각 있음", date="2024-08-29", **times)
    make_session(2, title="끝 모름", date="2024-08-30", start_time="14:00")
    make_session(3, title="끝이 앞섬", date="2024-08-31", start_time="14:00", end_time="13:00")
    found = events(client)
    start = found["시각 있음"].decoded("DTSTART")
    assert (start.isoformat(), start.utcoffset()) == ("2024-08-29T14:00:00+09:00", SEOUL)
    assert found["시각 있음"]["DTSTART"].params["TZID"] == "Asia/Seoul"
    assert found["시각 있음"].decoded("DTEND").isoformat() == "2024-08-29T16:30:00+09:00"
    assert "DTEND" not in found["끝 모름"]
    assert "DTEND" not in found["끝이 앞섬"]


def test_days_that_are_not_known_stay_out_of_the_file(client):
    make_prize("상", call_start="2025-03-01", call_start_precision="month", call_end="2025-05-30")
    assert set(events(client)) == {"상 공모 마감"}
    assert titles(client.get("/calendar/").context["narrowed"].rows) == ["상 공모 시작", "상 공모 마감"]


def test_identifiers_stay_when_a_page_changes(client):
    prize = make_prize("처음", external_id="prize-x", call_end="2025-05-30", ceremony_date="2025-09-30")
    before = {str(event["UID"]) for event in events(client).values()}
    assert before == {"prize-x-deadline@cdo-forum-portal", "prize-x-ceremony@cdo-forum-portal"}
    prize.title, prize.slug, prize.ceremony_date = "나중", "elsewhere", datetime.date(2025, 10, 1)
    prize.save_revision().publish()
    found = events(client)
    assert {str(event["UID"]) for event in found.values()} == before
    assert found["나중 시상식"].decoded("DTSTART") == datetime.date(2025, 10, 1)
    assert found["나중 시상식"].decoded("LAST-MODIFIED") >= timezone.now() - datetime.timedelta(minutes=5)
    make_session(9, title="손으로 만든 회차", date="2025-01-01")
    first = events(client)["손으로 만든 회차"]["UID"]
    assert events(client)["손으로 만든 회차"]["UID"] == first


def test_what_is_not_confirmed_is_tentative(client):
    make_prize("결과 모름", ceremony_date=TODAY - DAY)
    make_prize("결과 앎", ceremony_date=TODAY - DAY, awards=(award("오덴세"),))
    found = events(client)
    assert found["결과 모름 시상식"]["STATUS"] == "TENTATIVE"
    assert "확인되지 않았습니다" in found["결과 모름 시상식"]["DESCRIPTION"]
    assert found["결과 앎 시상식"]["STATUS"] == "CONFIRMED"


def test_long_and_odd_titles_survive(client):
    title = "쉼표, 세미콜론; 역사선\\ 그리고 " + "아주 긴 제목 " * 12
    make_session(1, title=title.strip(), date="2024-01-01")
    assert title.strip() in events(client)
    lines = client.get("/calendar.ics").content.split(b"\r\n")
    assert max(map(len, lines)) <= 75


def test_only_what_the_reader_may_see(client):
    session = make_session(1, title="비공개 회차", slug="private", date="2024-01-01")
    restrict(session)
    expo = make_expo("내린 행사", start_date="2024-01-02")
    Page.objects.get(pk=expo.pk).specific.unpublish()
    assert events(client) == {}
    assert client.get("/sessions/private/calendar.ics").status_code == 404
    client.force_login(make_user())
    assert set(events(client)) == {"비공개 회차"}
    assert set(events(client, "/sessions/private/calendar.ics")) == {"비공개 회차"}


def test_one_session_has_a_file_of_its_own(client):
    session = make_session(3, title="제3차", date="2024-08-29")
    make_session(2, title="제2차", date="2023-12-19")
    path = f"/sessions/{session.slug}/calendar.ics"
    assert set(events(client, path)) == {"제3차"}
    assert f'href="{path}"' in client.get(session.get_url()).content.decode()
    undated = make_session(9)
    assert client.get(f"/sessions/{undated.slug}/calendar.ics").status_code == 404
    assert client.get("/sessions/none/calendar.ics").status_code == 404


def test_a_districts_calendar_holds_what_its_people_speak_at(client):
    district, session = make_district(), make_session(1, title="말한 회차", date="2024-01-01")
    make_session(2, title="다른 회차", date="2024-01-02")
    talk = make_lecture(session=session)
    LectureSpeaker.objects.create(lecture=talk, speaker=make_speaker(), district=district)
    expo = make_expo("말한 행사", start_date="2024-10-10")
    expo.related_lectures.add(talk)
    expo.save()
    assert set(events(client, "/calendar.ics?district=nowon-gu")) == {"말한 회차", "말한 행사"}
    assert 'href="/calendar.ics?district=nowon-gu"' in client.get("/calendar/").content.decode()
    restrict(talk)
    assert events(client, "/calendar.ics?district=nowon-gu") == {}


@pytest.mark.parametrize("slug", ["no-such-gu", "%00", quote("노원구"), "a" * 300])
def test_an_unknown_district_is_not_found(client, slug):
    assert client.get(f"/calendar.ics?district={slug}").status_code == 404
