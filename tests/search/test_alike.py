"""Documents on the same subject, and searches that lead on."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from search import alike as alike_module
from search.alike import alike, further
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from tests.search.answers.conftest import shelve, shelves
from tests.search.fakes import record

__all__ = ["shelve", "shelves"]

pytestmark = pytest.mark.django_db

ANYBODY = AnonymousUser()


def keys(key: str, **values) -> list[str]:
    return [found.key for found in alike(key, ANYBODY, values.pop("limit", 5), **values)]


@pytest.fixture
def shelf(shelve):
    shelve(
        record(
            "case", 1, "스마트쉼터", body="정류장에서 미세먼지와 더위를 피하는 쉼터", tags=("사물인터넷",)
        ),
        record("case", 2, "미세먼지 쉼터", body="정류장 옆 쉼터에서 더위를 식힌다"),
        record("case", 3, "버스 안내", body="정류장에 버스가 오는 때를 알린다"),
        record("case", 4, "고독사 예방", body="전화로 안부를 묻는다"),
        record("lecture", 5, "더위와 쉼터", body="미세먼지와 정류장"),
        record("case", 6, "미세먼지 쉼터 비밀", body="정류장 더위", audience="login"),
    )


def test_those_with_the_same_words_are_alike_and_not_the_document_itself(shelf):
    assert keys("case:1") == ["case:2", "lecture:5"]


def test_what_is_shown_anyway_and_more_than_asked_for_is_left_out(shelf):
    assert keys("case:1", but={"case:2"}) == ["lecture:5"]
    assert keys("case:1", limit=1) == ["case:2"]


def test_what_only_others_may_see_is_not_shown_and_changes_nothing(shelf, shelve):
    before = keys("case:1")
    shelve(
        *(record("case", number, "쉼터 더위", body="정류장", audience="login") for number in range(20, 40))
    )
    assert keys("case:1") == before


def test_the_database_has_the_last_word(shelf, shelves):
    shelves["case"].hidden = {2}
    assert keys("case:1") == ["lecture:5"]


def test_a_document_that_is_not_there_has_none(shelf):
    assert keys("case:99") == keys("") == keys("case:4") == []


def test_an_engine_that_is_away_leaves_the_page_without(shelf, monkeypatch):
    def away(self, query):
        raise EngineUnavailable("away")

    monkeypatch.setattr(type(get_engine()), "alike", away)
    assert keys("case:1") == []


def test_the_number_of_queries_is_bounded(shelf, shelve, django_assert_max_num_queries):
    shelve(*(record("case", number, "스마트쉼터 더위", body="정류장 미세먼지") for number in range(20, 40)))
    keys("case:1")
    with django_assert_max_num_queries(4):
        assert len(keys("case:1")) == 5


def test_further_searches_find_something_that_everybody_may_see(shelf, shelve, client):
    shelve(record("case", 8, "비밀", audience="login", tags=("비밀태그",)))
    found = further(["비밀태그", "사물인터넷"], 5)
    assert [one.text for one in found] == ["사물인터넷"]
    assert client.get(f"/api{found[0].url}").json()["total"] == 1


def test_the_words_of_a_document_are_weighed_by_public_documents(shelf):
    from search.models import SearchDocument

    row = SearchDocument.objects.get(kind="case", object_id=1)

    class Known:
        def frequency(self, word: str) -> int:
            return {"미세먼지": 3, "쉼터": 900, "스마트쉼터": 1}.get(word, 0)

    terms = dict(alike_module._terms(row, Known()))
    assert set(terms) == {"미세먼지", "쉼터"}
    assert terms["미세먼지"] > terms["쉼터"]
