"""Editions from files: what rows say, what is wrong with them, links that wait, loading again."""

from __future__ import annotations

import pytest

from portal.expo.models import ExpoEdition, PrizeEdition
from portal.imports.models import PendingLink
from portal.imports.plan import Verb
from tests.imports.database import state
from tests.imports.files import CASE, LECTURE, SESSION, jsonl, load, summary
from tests.imports.planning import one, told

EXPO = {
    "kind": "expo",
    "external_id": "expo-t1",
    "slug": "slw",
    "title": "스마트라이프위크",
    "status": "held",
    "seed_name": "서울스마트시티엑스포",
    "start": "2024-10-10",
    "end": "2024-10-12",
    "hosts": ["서울특별시", "위고"],
    "background": ["첫째", "둘째"],
    "announced_session": "session-t1",
    "programme": [{"title": "포럼", "date": "2024-10-11", "session": "session-t1"}, {"title": "전시"}],
    "zones": [{"name": "쇼룸", "name_en": "Showroom", "hall": "B2홀"}],
    "participants": [{"kind": "city", "name": "런던", "country": "영국"}, {"name": "어딘가"}],
    "figures": [
        {
            "metric": "참가 도시",
            "value": 115,
            "unit": "개",
            "headline": True,
            "source": {"outlet": "가신문", "date": "2024-10", "url": "https://example.org/a"},
        }
    ],
    "related_lectures": ["lecture-t1"],
}
PRIZE = {
    "kind": "prize",
    "external_id": "prize-t1",
    "title": "제1회 상",
    "number": 1,
    "year": 2023,
    "call_start": "2023-03",
    "call_end": "2023-06-30",
    "ceremony": "2023-09-25",
    "expo": "expo-t1",
    "winners_total": 21,
    "criteria": [{"name": "실행"}, {"name": "학습"}],
    "jury": [{"text": "적격심사", "when": "2023-07"}],
    "categories": [{"category": "human", "places": 8}],
    "awards": [
        {
            "category": "사람 중심",
            "rank": "금상",
            "city": "오덴세",
            "country": "덴마크",
            "points": ["하나", "둘"],
        },
        {"category": "tech", "city": "노원구", "country": "KR", "project": "경로당", "case": "case-t1"},
    ],
}


@pytest.mark.django_db
def test_rows_become_editions_with_everything_they_say(tmp_path):
    report = load(jsonl(tmp_path, SESSION, LECTURE, CASE, EXPO, PRIZE), publish=True)
    assert summary(report).endswith("오류 0 · 알림 0"), report
    expo, prize = ExpoEdition.objects.get(), PrizeEdition.objects.get()
    assert (expo.external_id, expo.get_url(), expo.live) == ("expo-t1", "/expo/slw/", True)
    assert (str(expo.start_date), expo.date_precision, str(expo.end_date)) == (
        "2024-10-10",
        "day",
        "2024-10-12",
    )
    assert expo.hosts == "서울특별시\n위고"
    assert expo.background == "<ul><li>첫째</li><li>둘째</li></ul>"
    assert expo.announced_session.external_id == "session-t1"
    assert [row.session and row.session.external_id for row in expo.programme.all()] == ["session-t1", None]
    assert [(row.name, row.country) for row in expo.participants.all()] == [("런던", "GB"), ("어딘가", "")]
    figure = expo.figures.get()
    assert (figure.value, figure.source_outlet, figure.source_date) == ("115", "가신문", "2024-10")
    assert [lecture.external_id for lecture in expo.related_lectures.all()] == ["lecture-t1"]
    assert prize.expo == expo
    assert (str(prize.call_start), prize.call_start_precision) == ("2023-03-01", "month")
    won = list(prize.awards.all())
    assert [(row.category, row.rank, row.country) for row in won] == [
        ("human", "gold", "DK"),
        ("tech", "winner", "KR"),
    ]
    assert won[0].points == "하나\n둘"
    assert won[1].case.external_id == "case-t1"
    assert [row.name for row in prize.criteria.all()] == ["실행", "학습"]


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_a_changed_row_its_fields_only(tmp_path):
    load(jsonl(tmp_path, SESSION, LECTURE, CASE, EXPO, PRIZE), publish=True)
    before = state()
    assert summary(load(jsonl(tmp_path, EXPO, PRIZE), publish=True)).startswith(
        "새로 만듦 0 · 바꿈 0 · 그대로 2"
    )
    assert state() == before
    changed = {
        "kind": "prize",
        "external_id": "prize-t1",
        "title": "제1회 상",
        "winners_total": 22,
        "awards": [],
    }
    load(jsonl(tmp_path, changed), publish=True)
    prize = PrizeEdition.objects.get()
    assert (prize.winners_total, prize.awards.count(), prize.criteria.count()) == (22, 0, 2)
    assert prize.expo is not None


@pytest.mark.django_db
def test_links_wait_for_what_comes_later(tmp_path):
    report = load(jsonl(tmp_path, PRIZE, EXPO), publish=True)
    assert "수상의 사례 'case-t1'" in report
    assert PendingLink.objects.count() == 4
    load(jsonl(tmp_path, SESSION, LECTURE, CASE), publish=True)
    assert not PendingLink.objects.exists()
    expo, prize = ExpoEdition.objects.get(), PrizeEdition.objects.get()
    assert expo.announced_session.external_id == "session-t1"
    assert [row.session is not None for row in expo.programme.all()] == [True, False]
    assert [row.case is not None for row in prize.awards.order_by("sort_order")] == [False, True]
    assert prize.expo == expo
    assert prize.live
    assert not prize.has_unpublished_changes


@pytest.mark.django_db
def test_drafts_stay_drafts_until_they_are_published(tmp_path):
    load(jsonl(tmp_path, {**PRIZE, "expo": None, "awards": PRIZE["awards"][:1]}))
    assert not PrizeEdition.objects.get().live
    load(jsonl(tmp_path, {**PRIZE, "expo": None, "awards": PRIZE["awards"][:1]}), publish=True)
    prize = PrizeEdition.objects.get()
    assert prize.live
    assert prize.awards.get().city == "오덴세"


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"awards": [{"category": "없는 부문", "city": "가"}]}, "awards[1].category"),
        ({"awards": [{"city": "가"}]}, "awards[1].category"),
        ({"awards": [{"category": "tech"}]}, "awards[1].city"),
        ({"awards": [{"category": "tech", "city": "가", "country": "아틀란티스"}]}, "awards[1].country"),
        ({"awards": [{"category": "tech", "city": "가", "rank": "백금상"}]}, "awards[1].rank"),
        ({"awards": "오덴세"}, "awards"),
        ({"year": None}, "year"),
        ({"year": 1899}, "year"),
        ({"call_end": "내년"}, "call_end"),
        ({"categories": [{"category": "tech", "places": -1}]}, "categories[1].places"),
        ({"figures": [{"metric": "접수"}]}, "figures[1].value"),
        ({"criteria": [{"description": "이름 없음"}]}, "criteria[1].name"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(change, column):
    action = one({**PRIZE, "expo": None, **change})
    assert action.verb is Verb.ERROR
    assert column in told(action)


def test_what_is_wrong_with_an_expo_is_said():
    action = one(
        {**EXPO, "end": "2024-10", "status": "취소", "participants": [{"kind": "동물", "name": "가"}]}
    )
    assert {"end", "status", "participants[1].kind"} <= set(told(action))


@pytest.mark.django_db
def test_an_end_before_the_start_is_refused_as_a_row(tmp_path):
    report = load(jsonl(tmp_path, {**EXPO, "end": "2024-10-01"}), publish=True)
    assert "[end_date] 시작보다 앞선 날짜입니다." in report
    assert not ExpoEdition.objects.exists()
