"""The engine inside the process: tantivy indexes on the host's disk, read by any number of processes, fed by one."""

from __future__ import annotations

import logging
import threading
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import tantivy

from search.engines import embedded_schema as schema
from search.engines import versions
from search.engines.base import (
    SCORE_CUT,
    AlikeQuery,
    Change,
    EngineHit,
    EngineQuery,
    EngineResult,
    EngineUnavailable,
    PassageHit,
)
from search.engines.embedded_files import Reader, View, is_engine_error, write
from search.engines.embedded_words import EmbeddedVocabulary
from search.engines.facet_table import PLACE, FacetTable, mask_of
from search.engines.recipe import (
    DOCUMENT_WEIGHTS,
    PASSAGE_CUT,
    PASSAGE_WEIGHTS,
    PlaceQuestion,
    asked_tokens,
    place_questions,
)
from search.korean.dictionary import SHIPPED, Dictionary, using
from search.places import BODY, CAPTIONS, PLACES
from search.understanding.vocabulary import Vocabulary

logger = logging.getLogger(__name__)

T = TypeVar("T")
Hit = tuple[float, tantivy.DocAddress]

# Most questions keep fewer hits above the cut than this; only broad ones are fetched whole.
_FIRST_FETCH = 1_000
# Passages scored at most when a page of results is located.
_MOST_PASSAGES = 5_000
_MOST_TIES = 50


class EmbeddedEngine:
    """See ``search.engines.base.Engine``. ``root`` holds the builds (``search.engines.versions``).

    With ``version`` the engine works on that very build, for example one that is filled aside.
    """

    name = "embedded"
    shared = False

    def __init__(self, root: Path, version: versions.IndexVersion | None = None) -> None:
        self.root = root
        self.fingerprint = schema.fingerprint()
        self.build = version.path.name if version else ""
        self._fixed = version
        self._reader: Reader | None = None
        self._lock = threading.Lock()

    # --- writing

    def cursor(self) -> int:
        return self._read(lambda view: view.cursor, 0)

    def apply(self, changes: Sequence[Change], cursor: int, *, onto: int = 0) -> None:
        # Reading first finds out whether the build is whole; a broken one is left aside and another one begun.
        if self.cursor() != onto and onto:
            raise EngineUnavailable("the index was deleted or exchanged")
        version = self._version()
        if version is None and self._fixed is not None:
            raise EngineUnavailable(f"{self.build} cannot be read")
        if version is None:
            version = versions.create(self.root, self.fingerprint)
        write(version.path, changes, cursor)

    # --- builds

    def begin_build(self, dictionary: Dictionary = SHIPPED) -> EmbeddedEngine:
        version = versions.create(self.root, self.fingerprint, building=True, dictionary=dictionary)
        return EmbeddedEngine(self.root, version)

    def waiting_build(self) -> EmbeddedEngine | None:
        version = versions.waiting(self.root, self.fingerprint)
        return EmbeddedEngine(self.root, version) if version else None

    def earlier_build(self) -> EmbeddedEngine | None:
        version = versions.earlier(self.root, self.fingerprint)
        return EmbeddedEngine(self.root, version) if version else None

    def dictionary(self) -> Dictionary:
        # Opened already where anybody has searched; a build that was only begun has no commit to open.
        opened = self._read(lambda view: view.dictionary, None)
        version = self._version()
        if opened or version is None:
            return opened or SHIPPED
        try:
            return versions.dictionary_of(version.path)
        except (OSError, ValueError) as error:
            logger.error("the words of %s cannot be read: %s", version.path.name, error)
            version.mark_broken()
            return SHIPPED

    def promote(self) -> None:
        if self._fixed is not None:
            self._fixed.promote()

    def prune(self) -> list[str]:
        return versions.prune(self.root, versions.serving(self.root, self.fingerprint))

    # --- reading

    def search(self, query: EngineQuery) -> EngineResult:
        nothing = EngineResult((), 0, {}, ready=False)
        return self._read(lambda view: _search(view, query), nothing)

    def locate(
        self, query: EngineQuery, keys: Sequence[str], per_document: int
    ) -> dict[str, list[PassageHit]]:
        return self._read(lambda view: _locate(view, query, keys, per_document), {})

    def alike(self, query: AlikeQuery) -> list[EngineHit]:
        return self._read(lambda view: _alike(view, query), [])

    def consult(self, question: Callable[[Vocabulary], T], otherwise: T) -> T:
        """The answer of a question to the words of the newest commit; ``otherwise`` while there is none."""

        def ask(view: View) -> T:
            return question(EmbeddedVocabulary(view.documents, view.words, view.frequencies))

        return self._read(ask, otherwise)

    def entries(self) -> dict[str, int]:
        return self._read(_entries, {})

    def count(self) -> int:
        # The note of the index about itself is a document too.
        return self._read(lambda view: max(view.documents.num_docs - 1, 0), 0)

    def _read(self, question: Callable[[View], T], otherwise: T) -> T:
        """Ask the newest commit. An index that cannot be read is taken out of service and answers ``otherwise``."""
        for _ in range(2):
            version = self._version()
            if version is None:
                return otherwise
            try:
                view = self._view(version)
                if view is None:
                    return otherwise
                with using(view.dictionary):
                    return question(view)
            except BaseException as error:
                if not is_engine_error(error):
                    raise
                logger.warning("search index %s failed: %s", version.path.name, error, exc_info=True)
            # The build may have been exchanged between two looks, the question may be at fault, or the files.
            self._reader = None
            if version.path.is_dir() and not _is_readable(version):
                logger.error("search index %s cannot be read and will be built anew", version.path.name)
                version.mark_broken()
        return otherwise

    def _version(self) -> versions.IndexVersion | None:
        if self._fixed is not None:
            return None if self._fixed.broken else self._fixed
        return versions.serving(self.root, self.fingerprint)

    def _view(self, version: versions.IndexVersion) -> View | None:
        with self._lock:
            if self._reader is None or self._reader.path != version.path:
                if not (version.path / "documents" / "meta.json").exists():
                    return None
                self._reader = Reader(version.path)
            return self._reader.view()


def _search(view: View, query: EngineQuery) -> EngineResult:
    table = view.table
    if not query.audiences:
        return EngineResult((), 0, {})
    ranked = _ranked(view, query) if query.text else []
    rows = [row for _, row in ranked]
    hits = mask_of(rows) if query.text else _everything(view, query)
    places = _places(view, query, hits) if query.with_facets or PLACE in query.filters else {}
    facets = table.facet_counts(hits, query.filters, places) if query.with_facets else {}
    kept = hits
    for facet, values in query.filters.items():
        kept &= table.kept_by(facet, values, places)
    stop = query.offset + query.limit
    if query.sort == "date" or not query.text:
        scores = {row: score for score, row in ranked}
        page = [(scores.get(row, 0.0), row) for row in table.newest(kept, stop)[query.offset :]]
    else:
        chosen = [entry for entry, keep in zip(ranked, table.keep(rows, kept), strict=True) if keep]
        page = _ranked_page(chosen, table, query.offset, stop)
    found = tuple(EngineHit(table.rows[row].key, score) for score, row in page)
    # Before its first commit a build has nothing to say, which is not the same as finding nothing.
    return EngineResult(found, kept.bit_count(), facets, ready=view.cursor > 0)


def _places(view: View, query: EngineQuery, hits: int) -> dict[str, int]:
    """Place -> rows that have there what is asked. Only documents with a recording have to be asked where."""
    masks = {place: view.table.value_mask(PLACE, [place]) for place in PLACES}
    questions = place_questions(query)
    mixed = masks[CAPTIONS] & hits
    if not mixed or not questions:
        return masks
    spoken = mixed & _having(view, query, "captions", questions)
    beside = mixed & _having(view, query, "beside", questions)
    # A hit that neither half has by itself is found on the page as a whole.
    return {**masks, CAPTIONS: spoken, BODY: masks[BODY] & ~(spoken & ~beside)}


def _having(view: View, query: EngineQuery, half: str, questions: Sequence[PlaceQuestion]) -> int:
    of = schema.document_schema()
    asked = schema.both(
        schema.restricted(of, "audience", query.audiences), schema.place_query(of, half, questions)
    )
    hits = view.documents.search(asked, max(view.documents.num_docs, 1), count=False).hits
    return mask_of(_rows(view, hits))


def _ranked(view: View, query: EngineQuery) -> list[tuple[float, int]]:
    """(score, row) of every hit above the cut, best first: what question and viewer leave, before any facet."""
    tokens = asked_tokens(query)
    if not tokens:
        return []
    of = schema.document_schema()
    asked = schema.both(
        schema.restricted(of, "audience", query.audiences),
        schema.scoring_query(of, DOCUMENT_WEIGHTS, tokens),
        schema.conditions(of, query),
    )
    hits = _above_cut(view.documents, asked)
    # Rounded, so that documents that differ only in the order of summing are ties.
    return [(round(score, 4), row) for (score, _), row in zip(hits, _rows(view, hits), strict=True)]


def _everything(view: View, query: EngineQuery) -> int:
    """The mask of all that the viewer may see and the conditions leave; without any, kept until the next commit."""
    of = schema.document_schema()
    conditions = schema.conditions(of, query)
    found = None if conditions else view.listed.get(query.audiences)
    if found is None:
        visible = schema.restricted(of, "audience", query.audiences)
        asked = schema.both(visible, tantivy.Query.all_query(), conditions)
        hits = view.documents.search(asked, max(view.documents.num_docs, 1), count=False).hits
        found = mask_of(_rows(view, hits))
        if not conditions:
            view.listed[query.audiences] = found
    return found


def _rows(view: View, hits: list[Hit]) -> list[int]:
    def load(positions: list[int]) -> list[bytes]:
        return [schema.payload_of(view.documents, hits[position][1]) for position in positions]

    return view.table.resolve(schema.numbers_of(view.documents, "uid", [hit[1] for hit in hits]), load)


def _above_cut(searcher: tantivy.Searcher, query: tantivy.Query) -> list[Hit]:
    everything = max(searcher.num_docs, 1)
    hits = searcher.search(query, min(_FIRST_FETCH, everything), count=False).hits
    if not hits:
        return []
    lowest = SCORE_CUT * hits[0][0]
    if len(hits) == _FIRST_FETCH < everything and hits[-1][0] >= lowest:
        hits = searcher.search(query, everything, count=False).hits
    return hits[: bisect_right(hits, -lowest, key=lambda hit: -hit[0])]


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


def _locate(
    view: View, query: EngineQuery, keys: Sequence[str], per_document: int
) -> dict[str, list[PassageHit]]:
    tokens = asked_tokens(query)
    if not tokens or not keys:
        return {}
    of, searcher = schema.passage_schema(), view.passages
    asked = schema.both(schema.restricted(of, "key", keys), schema.scoring_query(of, PASSAGE_WEIGHTS, tokens))
    hits = searcher.search(asked, _MOST_PASSAGES, count=False).hits
    addresses = [address for _, address in hits]
    owners = schema.numbers_of(searcher, "owner", addresses)
    ordinals = schema.numbers_of(searcher, "ordinal", addresses)
    key_of = {schema.number_of(key.encode()): key for key in keys}
    found: dict[str, list[PassageHit]] = defaultdict(list)
    for (score, address), owner, ordinal in zip(hits, owners, ordinals, strict=True):
        mine = found[key_of[owner]]
        if len(mine) < per_document and (not mine or score >= PASSAGE_CUT * mine[0].score):
            locator = searcher.doc(address).get_first("locator") or ""
            mine.append(PassageHit(ordinal, locator, score))
    return dict(found)


def _alike(view: View, query: AlikeQuery) -> list[EngineHit]:
    if not query.terms or not query.audiences:
        return []
    asked = schema.alike_query(schema.document_schema(), query)
    # Some more than asked for, so that ties at the end are told apart by date as well.
    hits = view.documents.search(asked, query.limit + _MOST_TIES, count=False).hits
    rows = _rows(view, hits)
    ranked = [(round(score, 4), row) for (score, _), row in zip(hits, rows, strict=True)]
    ranked.sort(key=lambda entry: (-entry[0], -view.table.rows[entry[1]].day, view.table.rows[entry[1]].key))
    return [EngineHit(view.table.rows[row].key, score) for score, row in ranked[: query.limit]]


def _is_readable(version: versions.IndexVersion) -> bool:
    """Whether a fresh look can open the build and list everything in it."""
    try:
        if (version.path / "documents" / "meta.json").exists():
            _entries(Reader(version.path).view())
        return True
    except BaseException as error:
        if not is_engine_error(error):
            raise
        return False


def _entries(view: View) -> dict[str, int]:
    searcher = view.documents
    hits = searcher.search(tantivy.Query.exists_query("uid"), max(searcher.num_docs, 1), count=False).hits
    rows = (view.table.rows[row] for row in _rows(view, hits))
    return {row.key: row.seq for row in rows}
