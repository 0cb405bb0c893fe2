"""Relevance of an engine, measured on judged queries and apart from the site's own index. Needs no database."""

from __future__ import annotations

import json
import math
import secrets
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from django.conf import settings

from search.engines.base import Change, Engine, EngineQuery
from search.engines.elastic import ElasticEngine
from search.engines.elastic_client import ElasticSettings
from search.engines.embedded import EmbeddedEngine
from search.records import DocumentRecord
from search.understanding.query import Understood, understand
from search.understanding.synonyms import SynonymTable, own_groups

_DEPTH = 10
_BATCH = 2_000
_AUDIENCE = "public"


@contextmanager
def _embedded() -> Iterator[EmbeddedEngine]:
    with tempfile.TemporaryDirectory(prefix="search-evaluate-") as directory:
        yield EmbeddedEngine(Path(directory))


@contextmanager
def _elasticsearch() -> Iterator[Engine]:
    configured = ElasticSettings.from_mapping(settings.ELASTICSEARCH)
    apart = replace(
        configured,
        index_prefix=f"{configured.index_prefix}-evaluate-{secrets.token_hex(4)}",
        search_seconds=configured.write_seconds,
    )
    engine = ElasticEngine(apart)
    try:
        yield engine
    finally:
        engine.drop()


#: engine name -> an empty index of it, apart from the site's, that is gone afterwards
ENGINES: dict[str, Callable[[], AbstractContextManager[Engine]]] = {
    "embedded": _embedded,
    "elasticsearch": _elasticsearch,
}


class BadRelevanceData(Exception):
    """A file of the relevance data is missing or malformed; the message says which and where."""


@dataclass(frozen=True)
class JudgedQuery:
    id: str
    text: str
    kind: str


@dataclass(frozen=True)
class RelevanceData:
    """documents: id -> (title, text); judgements: query id -> document id -> grade."""

    documents: Mapping[str, tuple[str, str]]
    queries: Sequence[JudgedQuery]
    judgements: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Scores:
    """Averages over the ``n`` queries of a kind; times in milliseconds."""

    n: int
    r1: float
    r10: float
    mrr10: float
    ndcg10: float
    p50_ms: float
    p95_ms: float
    p99_ms: float


@dataclass(frozen=True)
class Evaluation:
    engine: str
    kinds: Mapping[str, Scores]

    def as_json(self) -> dict[str, object]:
        """Without ``p99_ms``: programs that read this know the keys."""
        kinds = {kind: asdict(scores) for kind, scores in self.kinds.items()}
        for scores in kinds.values():
            del scores["p99_ms"]
        return {"engine": self.engine, "kinds": kinds}


def read_relevance(directory: Path) -> RelevanceData:
    """Read ``corpus.jsonl``, ``queries.jsonl`` and ``qrels.tsv``. Raises BadRelevanceData."""
    documents = {
        str(line["id"]): (str(line.get("title") or ""), str(line["text"]))
        for line in _lines(directory / "corpus.jsonl", {"id", "text"})
    }
    return RelevanceData(documents, *read_judged(directory))


def read_judged(directory: Path) -> tuple[list[JudgedQuery], dict[str, dict[str, int]]]:
    """``queries.jsonl`` and ``qrels.tsv``: queries, and query id -> document -> grade. Raises BadRelevanceData."""
    queries = [
        JudgedQuery(str(line["id"]), str(line["text"]), str(line["kind"]))
        for line in _lines(directory / "queries.jsonl", {"id", "text", "kind"})
    ]
    judgements: dict[str, dict[str, int]] = defaultdict(dict)
    for number, text in _text_lines(directory / "qrels.tsv"):
        columns = text.split("\t")
        if len(columns) != 3 or not columns[2].lstrip("-").isdigit():
            raise BadRelevanceData(f"qrels.tsv:{number}: expected query id, document id and a whole grade")
        judgements[columns[0]][columns[1]] = int(columns[2])
    return queries, dict(judgements)


def _text_lines(path: Path) -> Iterator[tuple[int, str]]:
    if not path.is_file():
        raise BadRelevanceData(f"{path.name} is missing in {path.parent}")
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, line.rstrip("\r\n")


def _lines(path: Path, needed: Collection[str]) -> Iterator[dict[str, object]]:
    for number, text in _text_lines(path):
        try:
            line = json.loads(text)
        except ValueError as error:
            raise BadRelevanceData(f"{path.name}:{number}: not JSON") from error
        if not isinstance(line, dict) or not set(needed) <= line.keys():
            raise BadRelevanceData(f"{path.name}:{number}: needs {', '.join(sorted(needed))}")
        yield line


def read_synonyms(path: Path) -> SynonymTable:
    """Our own list and the groups of a JSON file: a list of lists of words. Raises BadRelevanceData."""
    try:
        groups = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadRelevanceData(f"{path.name} cannot be read: {error}") from error
    if not isinstance(groups, list) or not all(
        isinstance(group, list) and all(isinstance(word, str) for word in group) for group in groups
    ):
        raise BadRelevanceData(f"{path.name}: needs a list of lists of words")
    return SynonymTable([*own_groups(), *groups])


def evaluate(
    data: RelevanceData,
    engine_name: str = "embedded",
    kinds: Collection[str] = (),
    synonyms: SynonymTable | None = None,
) -> Evaluation:
    """Index the documents apart from the site and ask every judged query (of ``kinds``, or all).

    Queries are understood as on the site, with ``synonyms`` or our own list. Raises EngineUnavailable.
    """
    synonyms = SynonymTable(own_groups()) if synonyms is None else synonyms
    asked = [query for query in data.queries if not kinds or query.kind in kinds]
    with ENGINES[engine_name]() as engine, _embedded() as beside:
        # As on the site: whatever engine serves, its questions are understood by the embedded index of the host.
        vocabulary = engine if isinstance(engine, EmbeddedEngine) else beside
        id_of = _index(engine, data.documents)
        if vocabulary is beside:
            _index(beside, data.documents)
        gathered: dict[str, list[tuple[float, ...]]] = defaultdict(list)
        for query in asked:
            started = time.perf_counter()
            meant = vocabulary.consult(
                partial(understand, query.text, synonyms=synonyms), Understood(query.text)
            )
            result = engine.search(
                EngineQuery(
                    meant.text, (_AUDIENCE,), limit=_DEPTH, with_facets=False, alternatives=meant.alternatives
                )
            )
            elapsed = (time.perf_counter() - started) * 1000
            found = [id_of[hit.key] for hit in result.hits]
            gathered[query.kind].append((*measures(found, data.judgements.get(query.id, {})), elapsed))
    return Evaluation(engine_name, {kind: _scores(rows) for kind, rows in gathered.items()})


def _index(engine: Engine, documents: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    id_of: dict[str, str] = {}
    changes: list[Change] = []
    for number, (document_id, (title, text)) in enumerate(documents.items(), 1):
        record = DocumentRecord(
            kind="document",
            object_id=number,
            external_id=document_id,
            title=title,
            title_en="",
            url="",
            body=text,
            date=None,
            year=None,
            licence="",
            districts=(),
            tags=(),
            field="",
            audience=_AUDIENCE,
        )
        id_of[record.key] = document_id
        changes.append(Change(record.key, record, number))
        if len(changes) == _BATCH or number == len(documents):
            engine.apply(changes, number)
            changes = []
    return id_of


def measures(found: Sequence[str], grades: Mapping[str, int]) -> tuple[float, float, float, float]:
    """recall@1, recall@10, reciprocal rank and nDCG within the first ten."""
    relevant = {document for document, grade in grades.items() if grade > 0}
    if not relevant:
        return 0.0, 0.0, 0.0, 0.0
    ranks = [rank for rank, document in enumerate(found[:_DEPTH], 1) if document in relevant]
    gain = sum(
        grades[document] / math.log2(rank + 1)
        for rank, document in enumerate(found, 1)
        if document in relevant
    )
    best = sorted((grades[document] for document in relevant), reverse=True)[:_DEPTH]
    ideal = sum(grade / math.log2(rank + 1) for rank, grade in enumerate(best, 1))
    first = sum(rank == 1 for rank in ranks) / len(relevant)
    return first, len(ranks) / len(relevant), 1 / ranks[0] if ranks else 0.0, gain / ideal


def _scores(rows: Sequence[tuple[float, ...]]) -> Scores:
    r1, r10, mrr, ndcg, times = zip(*rows, strict=True)
    count = len(rows)

    def average(values: Sequence[float]) -> float:
        return round(sum(values) / count, 4)

    return Scores(
        n=count,
        r1=average(r1),
        r10=average(r10),
        mrr10=average(mrr),
        ndcg10=average(ndcg),
        p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
        p99_ms=percentile(times, 0.99),
    )


def percentile(times: Sequence[float], share: float) -> float:
    """The time that ``share`` of the times do not exceed, about."""
    ordered = sorted(times)
    return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 2)
