from __future__ import annotations

import unicodedata

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search import facets
from search.facets import FacetVocabulary
from search.params import MAX_QUERY_API, MAX_QUERY_PAGE, clean, parse


@pytest.fixture
def nothing_registered(monkeypatch):
    monkeypatch.setattr(facets, "_providers", {})


@given(st.text())
def test_cleaned_text_is_composed_and_has_no_control_characters(text):
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == " ".join(cleaned.split())
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Co") for char in cleaned)


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("  노원  구 ", "노원 구"),
        ("노\x00원", "노원"),
        ("a\u202eb", "ab"),
        ("가\ud800나", "가나"),
        ("👨‍👩‍👧 가족", "👨‍👩‍👧 가족"),
        ("줄\n바꿈\t탭", "줄 바꿈 탭"),
    ],
)
def test_what_cleaning_does(written, cleaned):
    assert clean(written) == cleaned


@pytest.mark.parametrize("limit", [MAX_QUERY_PAGE, MAX_QUERY_API])
def test_the_limit_counts_composed_characters(limit, nothing_registered):
    written = unicodedata.normalize("NFD", "가" * limit)
    request = parse(QueryDict(f"q={written}"), limit, FacetVocabulary())
    assert (len(request.query), request.cut) == (limit, False)
    assert parse(QueryDict(f"q={written}가"), limit, FacetVocabulary()).cut


def test_parameters_round_trip(nothing_registered):
    written = "q=%EA%B0%80&tag=a&tag=b&year=2024&sort=date&size=5"
    request = parse(QueryDict(written + "&page=3&utm=x"), MAX_QUERY_API, FacetVocabulary())
    assert request.page == 3
    again = QueryDict(mutable=True)
    for name, value in request.parameters():
        again.appendlist(name, value)
    assert again.urlencode() == written


def test_many_values_are_bounded(nothing_registered):
    query = "&".join(f"tag=t{number}" for number in range(900))
    request = parse(QueryDict(query), MAX_QUERY_API, FacetVocabulary())
    assert len(request.filters["tag"]) == 50
