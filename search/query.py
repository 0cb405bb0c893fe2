"""Running a search: from a valid request and a viewer to what a page or the API shows."""

from __future__ import annotations

import logging
import time
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from search.audience import viewer_keys
from search.engines import get_engine
from search.engines.base import FACETS, Engine, EngineQuery, EngineResult, EngineUnavailable, PassageHit
from search.facets import CountedValue, FacetVocabulary
from search.korean.question import QuestionTokens, question_tokens
from search.params import SearchRequest
from search.results import PASSAGES_PER_RESULT, Result, build_results, visible_documents

logger = logging.getLogger(__name__)

NOTHING_ASKED = QuestionTokens((), ())


@dataclass(frozen=True)
class Change:
    """Something the search did to the query, always shown to the reader."""

    type: str
    source: str
    target: str


@dataclass(frozen=True)
class Loosening:
    """A facet whose choices could be dropped ("" = all of them) and how many documents that would leave."""

    facet: str
    count: int


@dataclass(frozen=True)
class SearchResponse:
    """ready: False while there is no readable index; question: the tokens the query was understood as.

    took_ms: the whole search; engine_ms: the engine's part of it.
    """

    request: SearchRequest
    total: int
    results: Sequence[Result]
    facets: Mapping[str, Sequence[CountedValue]]
    loosenings: Sequence[Loosening]
    question: QuestionTokens
    changes: Sequence[Change]
    engine: str
    ready: bool
    took_ms: float
    engine_ms: float

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.request.size))


def run_search(
    request: SearchRequest, viewer: Any, vocabulary: FacetVocabulary, *, clamp_page: bool = False
) -> SearchResponse:
    """Search as ``viewer`` (a user, also an anonymous one). The number of database queries is bounded.

    Only what the viewer may see is found, counted and shown. With ``clamp_page`` a page past the end becomes the
    last one. Errors of the engine do not reach the caller: the response is empty and not ``ready``.
    """
    started = time.perf_counter()
    audiences = viewer_keys(viewer)
    asked = _EngineSession(get_engine(), request, tuple(audiences))
    result = asked.search(request.page)
    last = max(1, -(-result.total // request.size))
    if clamp_page and request.page > last:
        request = replace(request, page=last)
        result = asked.search(last)
    documents = visible_documents(result.hits, audiences, viewer)
    question = question_tokens(request.query) if request.query else NOTHING_ASKED
    located = asked.locate([hit.key for hit in result.hits if hit.key in documents])
    results = build_results(result.hits, documents, located, question)
    return SearchResponse(
        request=request,
        # What the index still holds and the viewer may no longer see is not counted on this page either.
        total=result.total - (len(result.hits) - len(results)),
        results=results,
        facets={
            name: vocabulary.counted(name, result.facets.get(name, {}), request.filters.get(name, ()))
            for name in FACETS
        },
        loosenings=[] if result.total else asked.loosenings(),
        question=question,
        changes=[Change("cut", request.asked, request.query)] if request.cut else [],
        engine=asked.engine.name,
        ready=result.ready,
        took_ms=_milliseconds(started),
        engine_ms=round(asked.spent_ms, 2),
    )


def occurring_values(viewer: Any, name: str) -> Container[str]:
    """The values of a facet on what ``viewer`` may see, by the index; none while it cannot be asked."""
    try:
        everything = EngineQuery("", tuple(viewer_keys(viewer)), limit=0)
        return get_engine().search(everything).facets.get(name, {})
    except EngineUnavailable as error:
        logger.warning("the engine cannot list values: %s", error)
        return ()


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)


class _EngineSession:
    """The questions of one request to the engine, and the time they take."""

    def __init__(self, engine: Engine, request: SearchRequest, audiences: tuple[str, ...]) -> None:
        self.engine = engine
        self.spent_ms = 0.0
        self._size = request.size
        self._query = EngineQuery(
            text=request.query,
            audiences=audiences,
            filters=request.filters,
            sort=request.sort,
            limit=request.size,
        )

    def search(self, page: int) -> EngineResult:
        return self._ask(replace(self._query, offset=(page - 1) * self._size))

    def locate(self, keys: Sequence[str]) -> dict[str, list[PassageHit]]:
        if not self._query.text or not keys:
            return {}
        started = time.perf_counter()
        try:
            # One more than is shown: the list of sources gives way to a passage that says something.
            return self.engine.locate(self._query, keys, PASSAGES_PER_RESULT + 1)
        except EngineUnavailable as error:
            logger.warning("the engine cannot locate passages: %s", error)
            return {}
        finally:
            self.spent_ms += _milliseconds(started)

    def loosenings(self) -> list[Loosening]:
        """What dropping each chosen facet, and then all, would find; only what finds something."""
        filters = self._query.filters
        options = [
            (name, {key: values for key, values in filters.items() if key != name}) for name in filters
        ]
        if len(filters) > 1:
            options.append(("", {}))
        counted = [(name, self._count(rest)) for name, rest in options]
        return [Loosening(name, count) for name, count in counted if count]

    def _count(self, filters: Mapping[str, tuple[str, ...]]) -> int:
        return self._ask(replace(self._query, filters=filters, limit=0, with_facets=False)).total

    def _ask(self, query: EngineQuery) -> EngineResult:
        started = time.perf_counter()
        try:
            return self.engine.search(query)
        except EngineUnavailable as error:
            logger.warning("the engine cannot search: %s", error)
            return EngineResult((), 0, {}, ready=False)
        finally:
            self.spent_ms += _milliseconds(started)
