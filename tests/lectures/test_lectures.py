from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from lectures.models import LectureSpeaker
from tests.factories.site import make_district, make_lecture, make_session, make_speaker, make_user, restrict

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    return [lecture.title for lecture in response.context["listing"].items]


def test_the_list_holds_lectures_of_sessions_and_others_newest_first(client):
    session = make_session(1)
    make_lecture("포럼", session=session, date="2023-09-07")
    make_lecture("외부", date="2025-01-02")
    make_lecture("날짜 모름")
    assert titles(client.get("/lectures/")) == ["외부", "포럼", "날짜 모름"]


def test_lectures_are_filtered_by_session_speaker_tag_and_year(client):
    session, speaker = make_session(1), make_speaker("강연자")
    make_lecture("가", session=session, date="2023-09-07")
    make_lecture("나", speaker=speaker, date="2024-09-07")
    make_lecture("다", tags=("로봇",), date="2024-05-01")
    assert titles(client.get("/lectures/?session=session-1")) == ["가"]
    assert titles(client.get(f"/lectures/?speaker={speaker.slug}")) == ["나"]
    assert titles(client.get("/lectures/?tag=로봇")) == ["다"]
    assert titles(client.get("/lectures/?year=2024")) == ["나", "다"]


def test_an_unknown_title_is_said_in_the_readers_language(client):
    lecture = make_lecture("제목 미상", title_unknown=True)
    assert "제목 미상" in client.get(lecture.get_url()).content.decode()
    assert "제목 미상" not in client.get("/en" + lecture.get_url()).context["page"].local_title


def test_a_speaker_page_lists_every_visible_talk_and_disappears_with_the_last(client):
    speaker = make_speaker("강연자")
    first, second = make_lecture("첫째", speaker=speaker), make_lecture("둘째", speaker=speaker)
    restrict(second)
    url = speaker.get_absolute_url()
    assert [talk.title for talk in client.get(url).context["lectures"]] == ["첫째"]
    first.unpublish()
    assert client.get(url).status_code == 404
    assert "강연자" not in client.get("/speakers/").content.decode()
    client.force_login(make_user())
    assert [talk.title for talk in client.get(url).context["lectures"]] == ["둘째"]


def test_a_district_page_lists_the_talks_of_its_people(client):
    district = make_district()
    talk = make_lecture("구의 발표")
    LectureSpeaker.objects.create(
        lecture=talk, speaker=make_speaker(), district=district, affiliation="노원구"
    )
    make_lecture("다른 발표", speaker=make_speaker())
    assert [item.title for item in client.get("/districts/nowon-gu/").context["lectures"]] == ["구의 발표"]


def test_home_shows_the_nearest_session_ahead_or_the_latest_held(client):
    today = timezone.localdate()
    make_session(1, date=today - datetime.timedelta(days=30))
    assert client.get("/").context["session"].number == 1
    make_session(3, date=today + datetime.timedelta(days=60))
    make_session(2, date=today + datetime.timedelta(days=5))
    assert client.get("/").context["session"].number == 2


def test_a_programme_row_links_its_lecture_only_where_it_may_be_seen(client):
    session = make_session(1)
    lecture = make_lecture("공개 강연", session=session)
    session.programme.create(title="공개 강연", lecture=lecture)
    session.programme.create(title="", speaker="누군가")
    session.save()
    rows = client.get(session.get_url()).context["programme"]
    assert [row.visible_lecture for row in rows] == [lecture, None]
    restrict(lecture)
    rows = client.get(session.get_url()).context["programme"]
    assert [row.visible_lecture for row in rows] == [None, None]
