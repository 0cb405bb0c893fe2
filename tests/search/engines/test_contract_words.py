"""What every engine does with the parts of an understood query: other ways to say it, phrases, what is not wanted."""

from __future__ import annotations

import pytest

from search.engines.base import Alternative, EngineQuery
from tests.search.engines.test_contract import keys, put
from tests.search.fakes import record

pytestmark = pytest.mark.contract


@pytest.fixture
def filled(engine):
    put(
        engine,
        record("case", 1, "인공지능 돌봄", body="찾아가는 돌봄 서비스"),
        record("case", 2, "AI 행정", body="찾아가는 길과 돌봄 서비스"),
        record("case", 3, "주차 안내", title_en="Parking guide", body="골목 주차"),
        record("case", 4, "인공지능 명단", audience="login"),
    )
    return engine


def test_another_way_to_say_it_is_found_and_counts_less(filled):
    also = (Alternative("AI", 0.5),)
    assert keys(filled, "인공지능") == ["case:1"]
    assert keys(filled, "인공지능", alternatives=also) == ["case:1", "case:2"]
    full, half = (
        filled.search(EngineQuery("인공지능", ("public",), alternatives=(Alternative("AI", weight),)))
        .hits[-1]
        .score
        for weight in (0.8, 0.4)
    )
    assert half == pytest.approx(full / 2, rel=0.01)
    located = filled.locate(EngineQuery("인공지능", ("public",), alternatives=also), ["case:2"], 3)
    assert list(located) == ["case:2"]


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("찾아가는 돌봄", {"case:1"}),
        ("찾아가는돌봄 서비스", {"case:1"}),
        ("돌봄 서비스", {"case:1", "case:2"}),
        ("돌봄 찾아가는", set()),
        ("AI 행정", {"case:2"}),
        ("AI", {"case:2"}),
        ("명단", set()),
        ("?!", {"case:1", "case:2", "case:3"}),
    ],
)
def test_a_phrase_must_stand_word_for_word(filled, phrase, found):
    assert set(keys(filled, "", phrases=(phrase,))) == found
    assert set(keys(filled, "돌봄 인공지능 AI 주차", phrases=(phrase,))) == found


@pytest.mark.parametrize(
    ("excluded", "found"),
    [
        (("인공지능",), {"case:2", "case:3"}),
        (("parking",), {"case:1", "case:2"}),
        (("찾아가는 돌봄",), {"case:2", "case:3"}),
        (("인공지능", "주차"), {"case:2"}),
        (("없는말",), {"case:1", "case:2", "case:3"}),
        (("!",), {"case:1", "case:2", "case:3"}),
    ],
)
def test_what_is_not_wanted_is_left_out_and_not_counted(filled, excluded, found):
    assert set(keys(filled, "", excluded=excluded)) == found
    query = EngineQuery("돌봄 인공지능 AI 주차", ("public",), excluded=excluded)
    result = filled.search(query)
    assert {hit.key for hit in result.hits} == found
    assert (result.total, result.facets["kind"].get("case", 0)) == (len(found), len(found))
