"""How well the site's own index answers queries that were judged by people, measured as readers search.

Unlike ``search.evaluate`` nothing is indexed apart: the judgements name pages of the site by their external ids.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.contrib.auth.models import AnonymousUser

from search.editing.rules import current as current_rules
from search.engines.base import Engine, EngineQuery
from search.evaluate import BadRelevanceData, JudgedQuery, measures, percentile
from search.facets import FacetVocabulary
from search.models import SearchDocument
from search.params import SearchRequest
from search.query import run_search, understood_request
from search.records import document_key

#: kind -> the least of ``success1``, ``success3`` and ``ndcg10``; a set with this file has no documents of its own.
FLOORS = "floors.json"
_DEPTH = 10
_PUBLIC = ("public",)

Judgements = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class KindScores:
    """Shares of ``n`` queries with an expected page first or among the first three, nDCG@10, milliseconds."""

    n: int
    success1: float
    success3: float
    ndcg10: float
    p50_ms: float
    p95_ms: float
    p99_ms: float


@dataclass(frozen=True)
class JudgedRun:
    """kinds: in the order of the set; left_out: queries none of whose expected pages this site has."""

    engine: str
    kinds: Mapping[str, KindScores]
    left_out: int
    missed: Sequence[JudgedQuery]

    def as_json(self) -> dict[str, object]:
        kinds = {kind: asdict(scores) for kind, scores in self.kinds.items()}
        return {"engine": self.engine, "kinds": kinds, "left_out": self.left_out}


def judge(queries: Sequence[JudgedQuery], judgements: Judgements) -> JudgedRun:
    """Ask every query of which the site has an expected page, as somebody who did not sign in would."""
    answerable = of_this_site(queries, judgements)
    engines: list[str] = []

    def ask(text: str) -> list[str]:
        request = SearchRequest(query=text, asked=text)
        response = run_search(request, AnonymousUser(), FacetVocabulary())
        engines.append(response.engine)
        return [result.external_id for result in response.results]

    gathered: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    missed = []
    for query in answerable:
        started = time.perf_counter()
        found = ask(query.text)
        elapsed = (time.perf_counter() - started) * 1000
        grades = judgements[query.id]
        places = [place for place, name in enumerate(found) if grades.get(name, 0) > 0]
        first = places[0] if places else _DEPTH
        if first > 2:
            missed.append(query)
        gathered[query.kind].append((first == 0, first <= 2, measures(found, grades)[3], elapsed))
    kinds = {kind: _scores(rows) for kind, rows in gathered.items()}
    return JudgedRun(engines[-1] if engines else "", kinds, len(queries) - len(answerable), missed)


def of_this_site(queries: Sequence[JudgedQuery], judgements: Judgements) -> list[JudgedQuery]:
    """The queries that have an expected page here."""
    names = set(
        SearchDocument.objects.filter(deleted=False)
        .exclude(external_id="")
        .values_list("external_id", flat=True)
    )
    return [query for query in queries if names & judgements.get(query.id, {}).keys()]


def engine_ndcg(engine: Engine, queries: Sequence[JudgedQuery], judgements: Judgements) -> float:
    """The average nDCG@10 of one engine or build, asked what this host makes of the queries."""
    names = {
        document_key(kind, object_id): external_id
        for kind, object_id, external_id in SearchDocument.objects.values_list(
            "kind", "object_id", "external_id"
        )
    }
    total, rules = 0.0, current_rules()
    for query in queries:
        request = SearchRequest(query=query.text, asked=query.text)
        _request, meant = understood_request(request, FacetVocabulary(), rules)
        asked = EngineQuery(
            meant.text, _PUBLIC, limit=_DEPTH, with_facets=False, alternatives=meant.alternatives
        )
        found = [names.get(hit.key) or hit.key for hit in engine.search(asked).hits]
        total += measures(found, judgements.get(query.id, {}))[3]
    return total / len(queries) if queries else 0.0


def read_floors(folder: Path) -> dict[str, dict[str, float]]:
    """kind -> measure -> the least it has to be; empty without a file. Raises BadRelevanceData."""
    path = folder / FLOORS
    if not path.is_file():
        return {}
    try:
        floors: dict[str, dict[str, float]] = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise BadRelevanceData(f"{path.name} cannot be read: {error}") from error
    return floors


def too_low(run: JudgedRun, floors: Mapping[str, Mapping[str, float]]) -> list[tuple[str, str, float, float]]:
    """(kind, measure, what it is, what it has to be) of everything under its floor."""
    return [
        (kind, measure, getattr(scores, measure), least)
        for kind, scores in run.kinds.items()
        for measure, least in floors.get(kind, {}).items()
        if getattr(scores, measure) < least
    ]


def is_judged_set(folder: Path) -> bool:
    """Whether a folder judges the site's own pages: it says how well they have to be found."""
    return (folder / FLOORS).is_file()


def _scores(rows: Sequence[tuple[float, ...]]) -> KindScores:
    first, three, ndcg, times = zip(*rows, strict=True)
    count = len(rows)
    return KindScores(
        n=count,
        success1=round(sum(first) / count, 4),
        success3=round(sum(three) / count, 4),
        ndcg10=round(sum(ndcg) / count, 4),
        p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
        p99_ms=percentile(times, 0.99),
    )
