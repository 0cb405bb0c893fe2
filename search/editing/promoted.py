"""What editors recommend for a query, as far as its reader may see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils import timezone

from search.editing.rules import MOST_PROMOTED, Promotion, Rules
from search.engines.base import EngineHit
from search.engines.recipe import facet_values
from search.models import SearchDocument
from search.params import SearchRequest
from search.records import document_key
from search.results import FoundDocument, visible_documents
from search.understanding.query import Understood
from search.understanding.synonyms import key_of

# Looked at for one query, before the last check.
_MOST_LOOKED_AT = 20


def promoted_documents(
    request: SearchRequest, understood: Understood, rules: Rules, audiences: Sequence[str], viewer: Any
) -> dict[str, FoundDocument]:
    """key -> row of what stands above the results of this search, in order.

    On the first page of results by relevance, as typed or as understood; within the chosen filters. No query where
    nothing is recommended.
    """
    keys = list(
        dict.fromkeys(document_key(p.kind, p.object_id) for p in _holding(request, understood, rules))
    )
    if not keys:
        return {}
    found = visible_documents([EngineHit(key, 0.0) for key in keys[:_MOST_LOOKED_AT]], audiences, viewer)
    if found and request.filters:
        inside = _inside(found, request.filters)
        found = {key: row for key, row in found.items() if key in inside}
    return {key: found[key] for key in [key for key in keys if key in found][:MOST_PROMOTED]}


def _holding(request: SearchRequest, understood: Understood, rules: Rules) -> Iterator[Promotion]:
    if not rules.promoted or request.page > 1 or request.sort != "relevance" or understood.excluded:
        return
    today = timezone.localdate()
    for key in dict.fromkeys(map(key_of, (request.query, understood.text, understood.corrected))):
        yield from (promotion for promotion in rules.promoted.get(key, ()) if promotion.holds(today))


def _inside(documents: Mapping[str, FoundDocument], filters: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The keys of those that every chosen facet leaves."""
    rows = SearchDocument.objects.filter(pk__in=[row.pk for row in documents.values()])
    values = {row.key: facet_values(row.to_record(row.passages.all())) for row in rows}
    return {
        key
        for key, held in values.items()
        if all(set(held[name]) & set(chosen) for name, chosen in filters.items() if chosen)
    }
