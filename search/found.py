"""What a search finds now that was not there before, for whoever wants to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from search.audience import viewer_keys
from search.editing.rules import current as current_rules
from search.engines.base import EngineHit, EngineQuery
from search.facets import FacetVocabulary
from search.failover import Failover
from search.models import SearchDocument
from search.params import SearchRequest
from search.query import understood_request
from search.results import FoundDocument, visible_documents

#: Documents that are asked for at once, and at most; an alert on more than these is no alert.
STRETCH = 2000
MOST = 10_000


class NotReady(Exception):
    """The index that answers does not hold yet all that the database has."""


def newest_document() -> int:
    """The mark of now: documents that come later have a higher one. They keep theirs when they change."""
    return SearchDocument.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def served_mark() -> int:
    """The same, where the index that answers holds all documents up to it. Raises NotReady."""
    engines = Failover()
    cursor = engines.ask(lambda engine: engine.cursor(), -1)
    mark = newest_document()
    if cursor < 0 or SearchDocument.objects.filter(pk__lte=mark, seq__gt=cursor).exists():
        raise NotReady
    return mark


def found_between(
    request: SearchRequest, viewer: Any, vocabulary: FacetVocabulary, after: int, upto: int
) -> list[FoundDocument]:
    """Documents that came between two marks, that the search finds and `viewer` may see, the best first.

    Raises NotReady.
    """
    rows = SearchDocument.objects.filter(pk__gt=after, pk__lte=upto, deleted=False)
    fresh = {f"{kind}:{pk}" for kind, pk in rows.values_list("kind", "object_id")}
    if not fresh:
        return []
    audiences = viewer_keys(viewer)
    keys = [key for key in _keys(request, vocabulary, audiences) if key in fresh]
    documents = visible_documents([EngineHit(key, 0.0) for key in keys], audiences, viewer)
    return [documents[key] for key in keys if key in documents]


def _keys(request: SearchRequest, vocabulary: FacetVocabulary, audiences: Sequence[str]) -> list[str]:
    request, understood = understood_request(request, vocabulary, current_rules())
    query = EngineQuery(
        text=understood.text,
        alternatives=understood.alternatives,
        phrases=understood.phrases,
        excluded=understood.excluded,
        audiences=tuple(audiences),
        filters=request.filters,
        limit=STRETCH,
        with_facets=False,
    )
    found: list[str] = []
    engines = Failover()
    for offset in range(0, MOST, STRETCH):
        answer = engines.search(replace(query, offset=offset))
        if not answer.ready:
            raise NotReady
        found += [hit.key for hit in answer.hits]
        if len(answer.hits) < STRETCH:
            break
    return found
