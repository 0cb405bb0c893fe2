"""What a page and a page of results lead on to: documents that are alike, and other searches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from search.alike import Alike, Further, alike, further, further_tags, key_of_object
from search.engines.base import EngineHit
from search.query import SearchResponse
from search.results import visible_documents
from search.suggest.source import current as suggested
from search.understanding.synonyms import key_of

MOST_PAGES = 4
MOST_SEARCHES = 6


@dataclass(frozen=True)
class ReadsOn:
    """pages: documents that are alike; searches: for what they are about beyond what is there already."""

    pages: Sequence[Alike] = ()
    searches: Sequence[Further] = ()


def of_item(item: Any, viewer: Any, shown: Iterable[Any], tags: Collection[str]) -> ReadsOn:
    """For the page of ``item``, beside ``shown`` objects and its own ``tags``."""
    pages = alike(key_of_object(item), viewer, MOST_PAGES, {key_of_object(other) for other in shown})
    return ReadsOn(pages, further(further_tags(pages, tags), MOST_SEARCHES))


def of_results(response: SearchResponse, viewer: Any) -> ReadsOn:
    """For the first page of results: what is alike to the best one, and the tags that say most about them all."""
    results, asked = response.results, response.request
    if not results or not asked.query or asked.page > 1:
        return ReadsOn()
    said = key_of(response.understood.corrected)
    known = suggested().tags
    tags = [item for item in response.facets["tag"] if not item.selected and known[item.value]]
    # A tag that is on many other documents too says less about these.
    tags.sort(key=lambda item: (-item.count / known[item.value] ** 0.5, item.value))
    others = [
        item.value for item in tags if key_of(item.value) not in said and key_of(item.label) not in said
    ]
    pages = alike(results[0].key, viewer, MOST_PAGES, {result.key for result in results})
    return ReadsOn(pages, further(others, MOST_SEARCHES))


def is_open_to_all(item: Any) -> bool:
    """Whether somebody who did not sign in may see this and finds it. A few queries."""
    key = key_of_object(item)
    return bool(key) and key in visible_documents([EngineHit(key, 0.0)], ("public",), AnonymousUser())
