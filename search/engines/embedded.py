"""The engine inside the process: tantivy indexes on the host's disk, read by any number of processes, fed by one."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import tantivy

from search.engines import embedded_schema as schema
from search.engines import versions
from search.engines.base import SCORE_CUT, Change, EngineHit, EngineQuery, EngineResult, PassageHit
from search.engines.embedded_files import Reader, is_engine_error, write
from search.engines.facet_table import FacetTable, mask_of
from search.korean.question import question_tokens

logger = logging.getLogger(__name__)

T = TypeVar("T")

# Most questions keep fewer hits above the cut than this; only broad ones are fetched whole.
_FIRST_FETCH = 1_000
# Passages scored at most when a page of results is located.
_MOST_PASSAGES = 5_000
# A passage is shown only if it answers about as well as the document's best one.
_PASSAGE_CUT = 0.3


class EmbeddedEngine:
    """See ``search.engines.base.Engine``. ``root`` holds the builds (``search.engines.versions``).

    With ``version`` the engine works on that very build, for example one that is filled aside.
    """

    name = "embedded"

    def __init__(self, root: Path, version: versions.IndexVersion | None = None) -> None:
        self.root = root
        self.fingerprint = schema.fingerprint()
        self._fixed = version
        self._reader: Reader | None = None
        self._lock = threading.Lock()

    # --- writing

    def cursor(self) -> int:
        return self._read(lambda reader: reader.cursor, 0)

    def apply(self, changes: Sequence[Change], cursor: int) -> None:
        # Reading first finds out whether the build is whole; a broken one is left aside and another one begun.
        self.cursor()
        version = self._version()
        if version is None:
            version = versions.create(self.root, self.fingerprint)
        write(version.path, changes, cursor)

    # --- reading

    def search(self, query: EngineQuery) -> EngineResult:
        nothing = EngineResult((), 0, {}, ready=False)
        return self._read(lambda reader: _search(reader, query), nothing)

    def locate(self, query: EngineQuery, keys: Sequence[str], per_document: int) -> dict[str, list[PassageHit]]:
        return self._read(lambda reader: _locate(reader, query, keys, per_document), {})

    def entries(self) -> dict[str, int]:
        return self._read(_entries, {})

    def count(self) -> int:
        # The note of the index about itself is a document too.
        return self._read(lambda reader: max(reader.documents.num_docs - 1, 0), 0)

    def _read(self, question: Callable[[Reader], T], otherwise: T) -> T:
        """Ask the newest commit. An index that cannot be read is taken out of service and answers ``otherwise``."""
        for attempt in (1, 2):
            version = self._version()
            if version is None:
                return otherwise
            try:
                reader = self._open(version)
                return otherwise if reader is None else question(reader)
            except BaseException as error:
                if not is_engine_error(error):
                    raise
                self._reader = None
                logger.warning("search index %s failed (attempt %d): %s", version.path.name, attempt, error)
                # A build may have been pruned between the two looks; one that fails twice is broken.
                if attempt == 2 and version.path.is_dir():
                    version.mark_broken()
        return otherwise

    def _version(self) -> versions.IndexVersion | None:
        if self._fixed is not None:
            return None if self._fixed.broken else self._fixed
        return versions.serving(self.root, self.fingerprint)

    def _open(self, version: versions.IndexVersion) -> Reader | None:
        with self._lock:
            if self._reader is None or self._reader.path != version.path:
                if not (version.path / "documents" / "meta.json").exists():
                    return None
                self._reader = Reader(version.path)
            else:
                self._reader.refresh()
            return self._reader


def _search(reader: Reader, query: EngineQuery) -> EngineResult:
    searcher, table = reader.documents, reader.table
    ranked = _candidates(searcher, table, query)
    rows = [row for _, row in ranked]
    hits = mask_of(rows)
    facets = table.facet_counts(hits, query.filters) if query.with_facets else {}
    kept = hits
    for facet, values in query.filters.items():
        kept &= table.value_mask(facet, values)
    total = kept.bit_count()
    stop = query.offset + query.limit
    if query.sort == "date" or not query.text:
        scores = {row: score for score, row in ranked} if query.text else {}
        page = [(scores.get(row, 0.0), row) for row in table.newest(kept, stop)[query.offset :]]
    else:
        chosen = [entry for entry, keep in zip(ranked, table.keep(rows, kept), strict=True) if keep]
        page = _ranked_page(chosen, table, query.offset, stop)
    found = tuple(EngineHit(table.rows[row].key, score) for score, row in page)
    return EngineResult(found, total, facets)


def _candidates(searcher: tantivy.Searcher, table: FacetTable, query: EngineQuery) -> list[tuple[float, int]]:
    """(score, row) of every hit above the cut, best first: what the query and the viewer leave, before any facet."""
    if not query.audiences:
        return []
    of = schema.document_schema()
    visible = schema.restricted(of, "audience", query.audiences)
    if query.text:
        tokens = question_tokens(query.text)
        if not tokens:
            return []
        visible = schema.both(visible, schema.scoring_query(of, schema.DOCUMENT_WEIGHTS, tokens))
        hits = _above_cut(searcher, visible)
    else:
        hits = searcher.search(visible, max(searcher.num_docs, 1), count=False).hits

    def load(positions: list[int]) -> list[str]:
        return [searcher.doc(hits[position][1]).get_first("payload") for position in positions]

    uids = searcher.fast_field_values("uid", [address for _, address in hits])
    rows = table.resolve(uids, load)
    return [(round(score, 4), row) for (score, _), row in zip(hits, rows, strict=True)]


def _above_cut(searcher: tantivy.Searcher, query: tantivy.Query) -> list[tuple[float, tantivy.DocAddress]]:
    everything = max(searcher.num_docs, 1)
    hits = searcher.search(query, min(_FIRST_FETCH, everything), count=False).hits
    if not hits:
        return []
    lowest = SCORE_CUT * hits[0][0]
    if len(hits) == _FIRST_FETCH < everything and hits[-1][0] >= lowest:
        hits = searcher.search(query, everything, count=False).hits
    return [hit for hit in hits if hit[0] >= lowest]


def _ranked_page(
    ranked: list[tuple[float, int]], table: FacetTable, start: int, stop: int
) -> list[tuple[float, int]]:
    """The slice of the list whose ties go to the newer document, then to the key."""
    if start >= len(ranked):
        return []
    left, right = start, min(stop, len(ranked))
    while left > 0 and ranked[left - 1][0] == ranked[left][0]:
        left -= 1
    while right < len(ranked) and ranked[right][0] == ranked[right - 1][0]:
        right += 1

    def order(entry: tuple[float, int]) -> tuple[float, int, str]:
        row = table.rows[entry[1]]
        return -entry[0], -row.day, row.key

    return sorted(ranked[left:right], key=order)[start - left : stop - left]


def _locate(reader: Reader, query: EngineQuery, keys: Sequence[str], per_document: int) -> dict[str, list[PassageHit]]:
    tokens = question_tokens(query.text) if query.text else None
    if not tokens or not keys:
        return {}
    of, searcher = schema.passage_schema(), reader.passages
    asked = schema.both(
        schema.restricted(of, "key", keys), schema.scoring_query(of, schema.PASSAGE_WEIGHTS, tokens)
    )
    hits = searcher.search(asked, _MOST_PASSAGES, count=False).hits
    addresses = [address for _, address in hits]
    owners = searcher.fast_field_values("owner", addresses)
    ordinals = searcher.fast_field_values("ordinal", addresses)
    key_of = {schema.number_of(key.encode()): key for key in keys}
    found: dict[str, list[PassageHit]] = defaultdict(list)
    for (score, address), owner, ordinal in zip(hits, owners, ordinals, strict=True):
        mine = found[key_of[owner]]
        if len(mine) < per_document and (not mine or score >= _PASSAGE_CUT * mine[0].score):
            locator = searcher.doc(address).get_first("locator") or ""
            mine.append(PassageHit(ordinal, locator, score))
    return dict(found)


def _entries(reader: Reader) -> dict[str, int]:
    searcher, table = reader.documents, reader.table
    hits = searcher.search(tantivy.Query.exists_query("uid"), max(searcher.num_docs, 1), count=False).hits

    def load(positions: list[int]) -> list[str]:
        return [searcher.doc(hits[position][1]).get_first("payload") for position in positions]

    rows = table.resolve(searcher.fast_field_values("uid", [address for _, address in hits]), load)
    return {table.rows[row].key: table.rows[row].seq for row in rows}
