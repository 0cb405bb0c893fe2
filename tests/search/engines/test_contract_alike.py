"""What every engine answers when it is asked for documents that have much in common with one."""

from __future__ import annotations

import datetime

import pytest

from search.engines.base import AlikeQuery
from tests.search.engines.test_contract import put
from tests.search.fakes import record

pytestmark = pytest.mark.contract


@pytest.fixture
def filled(engine):
    put(
        engine,
        record("case", 1, "스마트쉼터", body="스마트쉼터 미세먼지 냉방"),
        record("case", 2, "그린쉼터", body="미세먼지 냉방"),
        record("case", 3, "미세먼지 지도", body="센서"),
        record("case", 4, "미세먼지 냉방", audience="login"),
        record("case", 5, "주차 안내", title_en="Clean air", body="골목"),
        record("case", 6, "먼 길", body="미세먼지", date=datetime.date(2026, 1, 1)),
        record("case", 7, "긴 길", body="미세먼지 길 길 길 미세먼지", date=datetime.date(2026, 2, 1)),
    )
    return engine


def asked(engine, *terms, audiences=("public",), limit=10) -> list[tuple[str, float]]:
    query = AlikeQuery("case:1", terms, audiences, limit)
    return [(hit.key, hit.score) for hit in engine.alike(query)]


def test_the_weights_of_the_terms_that_occur_are_added_up(filled):
    found = dict(asked(filled, ("미세먼지", 2.0), ("냉방", 1.0), ("air", 4.0)))
    assert found == {"case:5": 6.0, "case:2": 3.0, "case:3": 3.0, "case:6": 2.0, "case:7": 2.0}


def test_the_document_itself_and_what_others_may_see_are_left_out(filled):
    assert [key for key, _ in asked(filled, ("스마트쉼터", 1.0))] == []
    with_login = [key for key, _ in asked(filled, ("냉방", 1.0), audiences=("public", "login"))]
    assert with_login == ["case:4", "case:2"]
    assert asked(filled, ("냉방", 1.0), audiences=()) == []


def test_the_best_come_first_and_ties_go_to_the_newer(filled):
    found = [key for key, _ in asked(filled, ("미세먼지", 1.0))]
    assert found == ["case:3", "case:7", "case:6", "case:2"]
    assert [key for key, _ in asked(filled, ("미세먼지", 1.0), limit=2)] == found[:2]


def test_hidden_documents_do_not_move_a_score(filled):
    before = asked(filled, ("미세먼지", 1.5), ("냉방", 0.7))
    put(filled, *(record("case", number, "미세먼지 냉방", audience="login") for number in range(20, 60)))
    assert asked(filled, ("미세먼지", 1.5), ("냉방", 0.7)) == before


def test_without_terms_or_index_there_is_nothing(engine, filled):
    assert asked(filled) == []


def test_an_engine_without_an_index_has_nothing(engine):
    assert asked(engine, ("미세먼지", 1.0)) == []
