"""Synonyms and protected words of editors: they hold from the moment they are committed, in every process."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from search.editing import applying, rules
from search.editing.applying import Outcome
from search.editing.preview import compare, queries_of
from search.facets import FacetVocabulary
from search.models import ProtectedWord, SearchRules, Synonym
from search.params import SearchRequest
from search.query import SearchResponse, run_search
from tests.factories.site import make_user
from tests.search.fakes import record

pytestmark = pytest.mark.django_db


def search(text: str) -> SearchResponse:
    return run_search(SearchRequest(query=text, asked=text), AnonymousUser(), FacetVocabulary())


def found(text: str) -> list[str]:
    return [result.key for result in search(text).results]


@pytest.fixture(autouse=True)
def documents(shelve):
    shelve(
        record("case", 1, "늘봄마루 운영 기록"),
        record("case", 2, "돌봄교실 시범 운영"),
        record("case", 3, "자전거 거치대 설치"),
        record("case", 4, "스마트쉼터 냉난방"),
    )


def test_a_draft_changes_nothing_and_an_applied_one_everything(synonym):
    assert found("늘봄마루") == ["case:1"]
    item = synonym("늘봄마루", "돌봄교실", live=False)
    assert found("늘봄마루") == ["case:1"]
    assert applying.apply(item.pk, applying.seen_as(item), None) == Outcome.DONE
    assert found("늘봄마루") == ["case:1", "case:2"]
    assert found("돌봄교실") == ["case:2", "case:1"]
    changes = [(change.type, change.source, change.target) for change in search("늘봄마루").changes]
    assert changes == [("synonym", "늘봄마루", "돌봄교실")]
    applying.withdraw(item.pk, None)
    assert found("늘봄마루") == ["case:1"]


def test_one_way_leads_one_way(synonym):
    synonym("늘봄마루", "돌봄교실", both_ways=False)
    assert found("늘봄마루") == ["case:1", "case:2"]
    assert found("돌봄교실") == ["case:2"]


def test_what_is_edited_later_is_not_live_until_it_is_applied_again(synonym):
    item = synonym("늘봄마루", "돌봄교실")
    item.others = "자전거"
    item.save()
    assert (item.is_live, item.is_current) == (True, False)
    assert found("늘봄마루") == ["case:1", "case:2"]
    applying.apply(item.pk, applying.seen_as(item), None)
    assert found("늘봄마루") == ["case:1", "case:3"]


def test_a_deleted_synonym_is_forgotten(synonym):
    item = synonym("늘봄마루", "돌봄교실")
    assert len(found("늘봄마루")) == 2
    item.delete()
    assert found("늘봄마루") == ["case:1"]


def test_applying_twice_or_what_was_not_seen_is_harmless(synonym):
    editor = make_user()
    item = synonym("늘봄마루", "돌봄교실", live=False)
    seen = applying.seen_as(item)
    assert applying.apply(item.pk, seen, editor) == Outcome.DONE
    when = Synonym.objects.get().applied_at
    assert applying.apply(item.pk, seen, editor) == Outcome.ALREADY
    assert (Synonym.objects.get().applied_at, Synonym.objects.get().applied_by) == (when, editor)
    # A colleague writes something else while the first still looks at the comparison.
    Synonym.objects.filter(pk=item.pk).update(others="자전거")
    assert applying.apply(item.pk, seen, editor) == Outcome.OTHERWISE
    assert Synonym.objects.get().applied["others"] == ["돌봄교실"]
    assert applying.withdraw(item.pk, editor) == Outcome.DONE
    assert applying.withdraw(item.pk, editor) == Outcome.ALREADY


def test_another_process_reads_the_rules_once_after_a_change(synonym, django_assert_num_queries):
    synonym("늘봄마루", "돌봄교실")
    rules._remembered = rules.NO_RULES
    with django_assert_num_queries(4):
        assert rules.current().synonyms.groups
    with django_assert_num_queries(1):
        rules.current()
    # What another process commits is seen by the token alone.
    Synonym.objects.update(applied=None)
    SearchRules.objects.update(token="another")
    assert not rules.current().synonyms.groups


def test_a_comparison_shows_what_is_new_without_making_it_live(synonym):
    item = synonym("늘봄마루", "돌봄교실", live=False, examples="거치대")
    token = SearchRules.objects.get().token
    shown = {one.query: one for one in compare(item)}
    assert list(shown) == ["늘봄마루", "돌봄교실", "거치대"]
    before, after = zip(*shown["늘봄마루"].places, strict=True)
    assert [place and place.title for place in before] == ["늘봄마루 운영 기록", None]
    assert [(place.title, place.mark) for place in after] == [
        ("늘봄마루 운영 기록", ""),
        ("돌봄교실 시범 운영", "new"),
    ]
    assert (shown["늘봄마루"].total_before, shown["늘봄마루"].total_after) == (1, 2)
    assert shown["늘봄마루"].told == ["돌봄교실"]
    assert not shown["거치대"].differs
    assert found("늘봄마루") == ["case:1"]
    assert SearchRules.objects.get().token == token


def test_one_that_is_live_is_compared_with_the_search_without_it(synonym):
    item = synonym("늘봄마루", "돌봄교실")
    (first, *_) = compare(item)
    assert (first.total_before, first.total_after) == (1, 2)


def test_an_edited_one_is_compared_with_what_is_live(synonym):
    item = synonym("늘봄마루", "돌봄교실")
    item.others = "자전거"
    item.save()
    first = compare(item)[0]
    assert {place.mark for place, _ in first.places if place} == {"", "gone"}
    assert [place.title for _, place in first.places if place and place.mark == "new"] == [
        "자전거 거치대 설치"
    ]


def test_popular_queries_with_the_word_are_compared_as_well(synonym):
    from search.counting.models import SearchCount

    for query, times in (("늘봄마루 운영", 9), ("자전거", 20), ("늘봄 마루 예산", 3)):
        SearchCount.objects.create(day="2026-11-20", query=query, searches=times)
    item = synonym("늘봄마루", "돌봄교실", live=False)
    assert queries_of(item) == ["늘봄마루", "돌봄교실", "늘봄마루 운영", "늘봄 마루 예산"]


def test_a_protected_word_is_searched_as_it_is_typed():
    # Nobody has the word, and a neighbour of it is in the documents.
    assert [change.type for change in search("스마트쉼텨").changes] == ["spelling"]
    ProtectedWord.objects.create(word="스마트쉼텨")
    for text in ("스마트쉼텨", "스마트쉼텨은", "스마트쉼텨 자전거"):
        assert not search(text).changes
        assert search(text).understood.text == text
    assert not search("스마트쉼텨").nearest


def test_a_protected_word_is_no_slip_of_the_keyboard():
    word = "wkwjsrj"
    assert search(word).understood.text == "자전거"
    item = ProtectedWord.objects.create(word="WKWJSRJ")
    assert search(word).understood.text == word
    item.delete()
    assert search(word).understood.text == "자전거"


def test_a_protected_word_may_have_synonyms(synonym):
    ProtectedWord.objects.create(word="늘봄마루")
    synonym("늘봄마루", "돌봄교실")
    assert found("늘봄마루") == ["case:1", "case:2"]
