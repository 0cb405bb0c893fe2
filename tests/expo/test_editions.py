"""What the pages of the expo and the prize say, and to whom."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.expo.domain.links import awards_of
from portal.expo.domain.prizes import days_left, last_day, state_of
from portal.expo.enums import PrizeState
from portal.expo.models import PrizeCategory
from tests.factories.editions import award, make_expo, make_prize
from tests.factories.site import make_case, make_lecture, make_session, make_user, restrict

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def text(response) -> str:
    """The page without markup, blanks squeezed."""
    assert response.status_code == 200
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(bare.split())


# --- expo -------------------------------------------------------------------------------------------------


def test_figures_on_which_sources_disagree_stand_side_by_side(client):
    expo = make_expo(
        figures=(
            {
                "metric": "참가 도시",
                "value": "115",
                "unit": "개",
                "source_outlet": "가신문",
                "headline": True,
            },
            {"metric": "기업", "value": "147", "unit": "개", "headline": True},
            {
                "metric": "참가 도시",
                "value": "1109",
                "unit": "개",
                "source_outlet": "나신문",
                "headline": True,
            },
            {"metric": "참가 도시", "value": "100", "unit": "개", "kind": "target"},
        )
    )
    page = client.get(expo.get_url())
    cities = page.context["results"][0]
    assert [(row.value, row.source_outlet) for row in cities.figures] == [
        ("115", "가신문"),
        ("1109", "나신문"),
    ]
    assert cities.differ
    assert not page.context["results"][1].differ
    assert [row.first.value for row in page.context["targets"]] == ["100"]
    assert "1,109 개" in text(page)
    assert "참가 도시 115개 / 1,109개 (출처마다 다름)" in text(client.get("/expo/"))


def test_an_announced_day_that_has_passed_is_not_taken_for_held(client):
    past = make_expo("지난 예고", status="announced", start_date=TODAY - DAY)
    ahead = make_expo("앞선 예고", status="announced", start_date=TODAY)
    held = make_expo("열린 것", status="held", start_date=TODAY - DAY)
    said = {page.title: "개최 미확인" in text(client.get(page.get_url())) for page in (past, ahead, held)}
    assert said == {"지난 예고": True, "앞선 예고": False, "열린 것": False}


def test_zones_and_participants_are_narrowed_with_counts(client):
    expo = make_expo(
        zones=({"name": "쇼룸", "hall": "B2홀"}, {"name": "기업관", "hall": "C홀"}, {"name": "온라인관"}),
        participants=(
            {"name": "런던", "kind": "city", "country": "GB"},
            {"name": "현대차", "kind": "company", "country": "KR"},
            {"name": "삼성전자", "kind": "company", "country": "KR"},
            {"name": "어딘가", "kind": "company"},
        ),
    )
    page = client.get(expo.get_url() + "?hall=C홀&kind=company")
    assert [zone.name for zone in page.context["zones"].rows] == ["기업관"]
    countries = [(str(name), [row.name for row in rows]) for name, rows in page.context["countries"]]
    assert countries == [("대한민국", ["현대차", "삼성전자"]), ("나라 미상", ["어딘가"])]
    by_country = page.context["participants"].groups[1]
    assert {str(c.label): c.count for c in by_country.choices} == {"대한민국": 2, "영국": 0, "나라 미상": 1}
    korea = next(choice for choice in by_country.choices if choice.value == "KR")
    assert "hall=C" in korea.url
    assert [row.name for row in client.get(korea.url).context["participants"].rows] == ["현대차", "삼성전자"]
    assert [
        c.label for c in client.get("/en" + expo.get_url()).context["participants"].groups[1].choices
    ] == [
        "Republic of Korea",
        "Country unknown",
        "United Kingdom",
    ]


def test_an_edition_leads_to_its_plan_sessions_lectures_and_prize_and_back(client):
    session, lecture = make_session(1, date="2023-09-07"), make_lecture("개막 강연")
    plan = make_expo("계획", status="plan", announced_session=session)
    expo = make_expo("본행사", continues=plan, programme=({"title": "포럼", "session": session},))
    expo.related_lectures.add(lecture)
    expo.save()
    prize = make_prize("시상", expo=expo)
    context = client.get(expo.get_url()).context
    assert context["earlier"] == plan
    assert context["programme"][0].visible_session == session
    assert context["lectures"] == [lecture]
    assert context["prizes"] == [prize]
    assert client.get(plan.get_url()).context["later"] == expo
    assert client.get(plan.get_url()).context["announced_session"] == session
    for page in (session, lecture, prize):
        assert f'href="{expo.get_url()}"' in client.get(page.get_url()).content.decode()
    assert f'href="{plan.get_url()}"' in client.get(session.get_url()).content.decode()
    restrict(expo)
    for page in (session, lecture, prize, plan):
        assert "본행사" not in client.get(page.get_url()).content.decode()


def test_the_end_does_not_lie_before_the_start():
    expo = make_expo()
    expo.start_date, expo.end_date = TODAY, TODAY - DAY
    with pytest.raises(ValidationError, match="시작보다"):
        expo.full_clean()


# --- prize ------------------------------------------------------------------------------------------------


def test_winners_known_and_total_are_both_said(client):
    prize = make_prize(winners_total=21, awards=(award("오덴세"), award("웰링턴", category="tech")))
    PrizeCategory.objects.create(edition=prize, category="human", places=8)
    page = text(client.get(prize.get_url()))
    assert "확인 2 / 전체 21" in page
    assert "확인 1 / 전체 8" in page
    unknown = make_prize("모름", awards=(award("프라하"),))
    assert "확인 1 / 전체 미상" in text(client.get(unknown.get_url()))
    assert "확인 0 / 전체 20" in text(client.get(make_prize("없음", winners_total=20).get_url()))
    assert "2 known of 21" in text(client.get("/en" + prize.get_url()))


def test_winners_stand_by_category_and_rank():
    rows = (
        award("동상 도시", category="tech", rank="bronze"),
        award("특별 도시", category="special", rank="winner"),
        award("금상 도시", category="tech", rank="gold"),
        award("사람 도시", category="human", rank="silver"),
    )
    from django.test import Client

    page = Client().get(make_prize(awards=rows).get_url())
    groups = [(name, [row.city for row in won]) for name, won in page.context["by_category"]]
    assert groups == [
        ("사람 중심", ["사람 도시"]),
        ("기술 혁신", ["금상 도시", "동상 도시"]),
        ("특별상", ["특별 도시"]),
    ]


def test_winners_are_narrowed_by_category_rank_and_country(client):
    prize = make_prize(
        awards=(
            award("오덴세", country="DK"),
            award("바기오", rank="silver", country="PH"),
            award("두바이", category="tech", country="AE"),
        )
    )
    url = prize.get_url()
    assert [row.city for row in client.get(url + "?rank=gold").context["winners"].rows] == [
        "오덴세",
        "두바이",
    ]
    both = client.get(url + "?rank=gold&rank=silver&category=human").context["winners"]
    assert [row.city for row in both.rows] == ["오덴세", "바기오"]
    nothing = client.get(url + "?category=tech&country=DK")
    assert nothing.context["winners"].rows == []
    assert "고른 조건에 맞는 것이 없습니다" in text(nothing)
    loosened = nothing.context["winners"].loosenings[0].all_url
    assert [row.city for row in client.get(loosened).context["winners"].rows] == ["오덴세"]
    odd = client.get(url + "?rank=platinum&country=%00&category=").context["winners"]
    assert len(odd.rows) == 3


def test_the_list_holds_the_winners_of_all_editions(client):
    make_prize("먼저", year=2023, winners_total=21, awards=(award("오덴세", country="DK"),))
    make_prize("나중", year=2025, winners_total=20, awards=(award("프라하", country="CZ"), award("포항시")))
    make_prize("아직", year=2026, winners_total=21)
    page = client.get("/prize/")
    assert [row.city for row in page.context["awards"]] == ["프라하", "포항시", "오덴세"]
    assert (page.context["known"], page.context["total"]) == (3, 41)
    assert [row.city for row in client.get("/prize/?year=2023").context["awards"]] == ["오덴세"]
    assert client.get("/prize/?page=99").context["awards"][0].city == "프라하"


def test_a_winner_and_its_case_lead_to_each_other(client):
    case = make_case("수상 사례")
    prize = make_prize("제3회 상", year=2025, awards=(award("노원구", case=case, rank="silver"),))
    make_prize("제1회 상", year=2023, awards=(award("노원구", case=case),))
    assert f'href="{case.get_url()}"' in client.get(prize.get_url()).content.decode()
    page = client.get(case.get_url()).content.decode()
    assert page.index("제3회 상") < page.index("제1회 상")
    assert "은상" in page
    restrict(prize)
    assert "제3회 상" not in client.get(case.get_url()).content.decode()
    client.force_login(make_user())
    assert "제3회 상" in client.get(case.get_url()).content.decode()


def test_a_hidden_case_is_not_named_by_its_award(client):
    case = make_case("숨은 사례")
    prize = make_prize(awards=(award("노원구", case=case),))
    restrict(case)
    assert "숨은 사례" not in client.get(prize.get_url()).content.decode()
    assert client.get(prize.get_url()).context["winners"].rows[0].visible_case is None


def test_awards_of_many_cases_are_found_at_once(django_assert_max_num_queries):
    cases = [make_case() for _ in range(3)]
    make_prize(awards=tuple(award("도시", case=case) for case in cases[:2]))
    hidden = make_prize(awards=(award("도시", case=cases[2]),))
    hidden.unpublish()
    with django_assert_max_num_queries(3):
        found = awards_of([case.pk for case in cases], None)
    assert set(found) == {cases[0].pk, cases[1].pk}


@pytest.mark.parametrize(
    ("dates", "known", "state"),
    [
        ({"call_start": TODAY + DAY, "call_end": TODAY + 30 * DAY}, 0, PrizeState.SOON),
        ({"call_start": TODAY, "call_end": TODAY}, 0, PrizeState.OPEN),
        ({"call_end": TODAY - DAY}, 0, PrizeState.JUDGING),
        ({"call_end": TODAY.replace(day=1), "call_end_precision": "month"}, 0, PrizeState.OPEN),
        ({"ceremony_date": TODAY - DAY}, 0, PrizeState.UNCONFIRMED),
        ({"ceremony_date": TODAY}, 0, PrizeState.JUDGING),
        ({"ceremony_date": TODAY - DAY}, 1, PrizeState.GIVEN),
        ({}, 0, PrizeState.JUDGING),
    ],
)
def test_how_far_a_prize_has_come(dates, known, state):
    assert state_of(make_prize(**dates), known) == state


def test_an_open_call_says_how_long_it_is_open(client):
    prize = make_prize(call_start=TODAY - DAY, call_end=TODAY + 3 * DAY)
    assert days_left(prize) == 3
    assert "마감까지 3일" in text(client.get(prize.get_url()))
    assert "오늘 마감" in text(client.get(make_prize(call_end=TODAY).get_url()))
    assert days_left(make_prize(call_end=TODAY - DAY)) is None
    assert days_left(make_prize(call_end=TODAY, call_end_precision="month")) is None


def test_the_last_day_of_a_date_known_in_part():
    assert last_day(datetime.date(2024, 2, 1), "month") == datetime.date(2024, 2, 29)
    assert last_day(datetime.date(2024, 2, 1), "year") == datetime.date(2024, 12, 31)
    assert last_day(datetime.date(2024, 2, 1), "day") == datetime.date(2024, 2, 1)


def test_an_award_names_somebody():
    won = make_prize(awards=(award("도시"),)).awards.first()
    won.city = ""
    with pytest.raises(ValidationError, match="도시나 기관"):
        won.full_clean()


def test_english_screens_show_english_and_mark_what_is_korean(client):
    prize = make_prize(
        "제1회 상",
        title_en="1st prize",
        awards=(award("오덴세", city_en="Odense", country="DK", project="사업"),),
    )
    page = client.get("/en" + prize.get_url()).content.decode()
    assert "Odense" in page
    assert "Denmark" in page
    assert '<span lang="ko">사업</span>' in page
