"""What a synonym changes, before it goes live: result lists of the queries it touches, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

from django.contrib.auth.models import AnonymousUser
from django.db.models import Sum

from search.counting.models import SearchCount
from search.editing import rules
from search.editing.rules import Rules
from search.facets import FacetVocabulary
from search.models import Synonym
from search.models_editing import lines_of
from search.params import SearchRequest, clean
from search.query import SearchResponse, run_search
from search.results import Result
from search.understanding.synonyms import key_of

SHOWN = 10
MOST_QUERIES = 20
#: Queries of the search log that are looked through for the words, and shown at most.
_MOST_SEARCHED = 300
_MOST_POPULAR = 5


@dataclass(frozen=True)
class Place:
    """A result at its rank. mark: "new" or "gone" where the other list does not have it, "up" or "down" in it."""

    title: str
    url: str
    kind_label: str
    mark: str = ""


@dataclass(frozen=True)
class Comparison:
    """places: (before, after) rank by rank, None below the end of a list; told: other words that are asked as well."""

    query: str
    total_before: int
    total_after: int
    told: Sequence[str]
    places: Sequence[tuple[Place | None, Place | None]]

    @property
    def differs(self) -> bool:
        return self.total_before != self.total_after or any(
            place and place.mark for pair in self.places for place in pair
        )


def compare(synonym: Synonym) -> list[Comparison]:
    """What readers who are not signed in find now, and what they will find with the synonym as it is written.

    One that is live as it is written is compared with the search without it.
    """
    now = replace(rules.current(), promoted={})
    then = rules.with_synonym(now, synonym)
    if synonym.is_current:
        now = rules.without_synonym(now, synonym)
    queries = queries_of(synonym)
    # One set of rules after the other: each makes its table of synonyms once.
    before = [_search(query, now) for query in queries]
    after = [_search(query, then) for query in queries]
    return [_comparison(*found) for found in zip(queries, before, after, strict=True)]


def queries_of(synonym: Synonym) -> list[str]:
    """The queries a synonym touches: its own words, those its editor wrote, popular ones with one of its words."""
    content = synonym.content
    words = [content["word"], *content["others"]]
    found = [*words, *lines_of(synonym.examples), *_popular(words)]
    return [cleaned for query in _distinct(found)[:MOST_QUERIES] if (cleaned := clean(query))]


def _popular(words: Iterable[str]) -> Iterator[str]:
    keys = [key for key in map(key_of, words) if key]
    counted = (
        SearchCount.objects.values_list("query").annotate(times=Sum("searches")).order_by("-times", "query")
    )
    fitting = (query for query, _ in counted[:_MOST_SEARCHED] if any(key in key_of(query) for key in keys))
    # The words themselves may be among them.
    return islice(fitting, _MOST_POPULAR + len(keys))


def _distinct(queries: Iterable[str]) -> list[str]:
    return list({key_of(query): query for query in reversed(list(queries))}.values())[::-1]


def _search(query: str, chosen: Rules) -> SearchResponse:
    request = SearchRequest(query=query, asked=query, size=SHOWN)
    return run_search(request, AnonymousUser(), FacetVocabulary(), rules=chosen)


def _comparison(query: str, before: SearchResponse, after: SearchResponse) -> Comparison:
    old = {result.key: rank for rank, result in enumerate(before.results)}
    new = {result.key: rank for rank, result in enumerate(after.results)}
    left = [_place(result, "" if result.key in new else "gone") for result in before.results]
    right = [_place(result, _moved(old.get(result.key), new[result.key])) for result in after.results]
    return Comparison(
        query=query,
        total_before=before.total,
        total_after=after.total,
        told=[change.target for change in after.changes if change.type == "synonym"],
        places=list(zip_longest(left, right)),
    )


def _place(result: Result, mark: str) -> Place:
    return Place(result.title, result.url, result.kind_label, mark)


def _moved(old: int | None, new: int) -> str:
    if old is None:
        return "new"
    return "" if old == new else ("up" if new < old else "down")
