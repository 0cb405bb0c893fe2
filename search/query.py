"""Running a search: from a valid request and a viewer to what a page or the API shows."""

from __future__ import annotations

import time
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from search.audience import viewer_keys
from search.editing.promoted import promoted_documents
from search.editing.rules import Rules
from search.editing.rules import current as current_rules
from search.engines import embedded_engine
from search.engines.base import FACETS, EngineHit, EngineQuery, EngineResult, PassageHit
from search.facets import CountedValue, FacetVocabulary
from search.failover import Failover
from search.korean.dictionary import using
from search.korean.question import QuestionTokens, question_tokens
from search.params import SearchRequest, facet_value
from search.results import PLACES_PER_RESULT, Result, build_results, visible_documents
from search.understanding import synonyms
from search.understanding.query import Change, Understood, understand_asked
from search.understanding.spelling import MOST_WORDS, nearest
from search.understanding.syntax import merged, parse
from search.understanding.vocabulary import NoVocabulary, Vocabulary

# Other spellings that are offered where nothing was found.
_MOST_NEAREST = 5
NOTHING_ASKED = QuestionTokens((), ())


@dataclass(frozen=True)
class Loosening:
    """A facet whose choices could be dropped ("" = all of them) and how many documents that would leave."""

    facet: str
    count: int


@dataclass(frozen=True)
class SearchResponse:
    """ready: False while there is no readable index; question: the tokens the query was understood as.

    request: with the filters that the query named; typed: as it came.
    loosenings and nearest (the query with a word spelt otherwise): only where nothing was found.
    understood: what was searched; changes: everything that was done to the query, that and the cut.
    promoted: what editors recommend for this query, above the results of the first page and not among them; ``total``
    counts it only where it was found as well.
    engine: the one that answered; stands_in: it did so because the one that should was away.
    took_ms: the whole search; engine_ms: the engine's part of it.
    """

    request: SearchRequest
    typed: SearchRequest
    total: int
    results: Sequence[Result]
    facets: Mapping[str, Sequence[CountedValue]]
    loosenings: Sequence[Loosening]
    nearest: Sequence[str]
    question: QuestionTokens
    understood: Understood
    changes: Sequence[Change]
    engine: str
    stands_in: bool
    ready: bool
    took_ms: float
    engine_ms: float
    promoted: Sequence[Result] = ()

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.request.size))


def run_search(
    request: SearchRequest,
    viewer: Any,
    vocabulary: FacetVocabulary,
    *,
    clamp_page: bool = False,
    rules: Rules | None = None,
) -> SearchResponse:
    """Search as ``viewer`` (a user, also an anonymous one). The number of database queries is bounded.

    Only what the viewer may see is found, counted and shown. With ``clamp_page`` a page past the end becomes the
    last one. Errors of the engine do not reach the caller: the response is empty and not ``ready``. ``rules``: those of
    editors, the ones that hold now unless given.
    """
    started = time.perf_counter()
    rules = rules or current_rules()
    audiences = viewer_keys(viewer)
    typed = request
    request, understood = understood_request(request, vocabulary, rules)
    asked = _EngineSession(request, understood, tuple(audiences))
    result = asked.search(request.page)
    last = max(1, -(-result.total // request.size))
    if clamp_page and request.page > last:
        request = replace(request, page=last)
        result = asked.search(last)
    documents = visible_documents(result.hits, audiences, viewer)
    recommended = promoted_documents(request, understood, rules, audiences, viewer)
    located = asked.locate([*recommended, *(h.key for h in result.hits if h.key in documents)])
    with using(embedded_engine().dictionary()):
        question = _question(understood)
        results = build_results(result.hits, documents, located, question, viewer)
        hits = [EngineHit(key, 0.0) for key in recommended]
        promoted = build_results(hits, recommended, located, question, viewer)
    return SearchResponse(
        request=request,
        typed=typed,
        # What the index still holds and the viewer may no longer see is not counted on this page either.
        total=result.total - (len(result.hits) - len(results)),
        results=[result for result in results if result.key not in recommended],
        facets={
            name: vocabulary.counted(name, result.facets.get(name, {}), request.filters.get(name, ()))
            for name in FACETS
        },
        loosenings=[] if result.total else asked.loosenings(),
        nearest=[] if result.total else nearest_spellings(understood.text, rules.protected),
        question=question,
        understood=understood,
        changes=[
            *([Change("cut", typed.asked, typed.query)] if typed.cut else []),
            *understood.changes,
        ],
        engine=asked.engines.engine.name,
        stands_in=asked.engines.stands_in,
        ready=result.ready,
        took_ms=_milliseconds(started),
        engine_ms=round(asked.spent_ms, 2),
        promoted=promoted,
    )


def understood_request(
    request: SearchRequest, vocabulary: FacetVocabulary, rules: Rules
) -> tuple[SearchRequest, Understood]:
    """What the query means, by the words of this host's index whichever engine answers.

    The filters that it names move from the query to those of the request.
    """
    if request.as_typed or not request.query:
        return request, Understood(request.query, corrected=request.query)
    parts = parse(request.query, partial(_resolved, vocabulary))
    known = synonyms.table(rules.synonyms)
    ask = partial(understand_asked, parts, synonyms=known, protected=rules.protected)
    understood = embedded_engine().consult(ask, None) or ask(NoVocabulary())
    if parts.filters:
        request = replace(request, query=parts.text, filters=merged(request.filters, parts.filters))
    return request, understood


def nearest_spellings(text: str, protected: Container[str] = ()) -> list[str]:
    """The text with one of its words spelt like a word of public documents, the likeliest first; at most a few.

    Words ``protected`` stay as they are.
    """
    words = text.split()[:MOST_WORDS]

    def ask(vocabulary: Vocabulary) -> list[str]:
        return [
            " ".join([*words[:place], other, *words[place + 1 :]])
            for place, word in enumerate(words)
            if word not in protected
            for other in nearest(word, vocabulary)
        ]

    none: list[str] = []
    return embedded_engine().consult(ask, none)[:_MOST_NEAREST]


def _resolved(vocabulary: FacetVocabulary, name: str, written: str) -> str | None:
    return facet_value(name, written, vocabulary)


def occurring_values(viewer: Any, name: str) -> Container[str]:
    """The values of a facet on what ``viewer`` may see, by the index; none while it cannot be asked."""
    everything = EngineQuery("", tuple(viewer_keys(viewer)), limit=0)
    return Failover().search(everything).facets.get(name, {})


def _question(understood: Understood) -> QuestionTokens:
    """Every token that a result may have been found by."""
    if not understood.text:
        return NOTHING_ASKED
    parts = [question_tokens(text) for text in (understood.text, *(x.text for x in understood.alternatives))]
    m = dict.fromkeys(token for part in parts for token in part.m)
    return QuestionTokens(tuple(m), tuple(dict.fromkeys(token for part in parts for token in part.b)))


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)


class _EngineSession:
    """The questions of one request to the engines, and the time they take."""

    def __init__(self, request: SearchRequest, understood: Understood, audiences: tuple[str, ...]) -> None:
        self.engines = Failover()
        self.spent_ms = 0.0
        self._size = request.size
        self._query = EngineQuery(
            text=understood.text,
            alternatives=understood.alternatives,
            phrases=understood.phrases,
            excluded=understood.excluded,
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
        nothing: dict[str, list[PassageHit]] = {}
        found = self.engines.ask(lambda engine: engine.locate(self._query, keys, PLACES_PER_RESULT), nothing)
        self.spent_ms += _milliseconds(started)
        return found

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
        result = self.engines.search(query)
        self.spent_ms += _milliseconds(started)
        return result
