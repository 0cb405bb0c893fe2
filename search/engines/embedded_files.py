"""Opening, reading and writing one build of the embedded index (tantivy indexes with one cursor)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import tantivy

from search.engines import embedded_schema as schema
from search.engines.base import Change, EngineBusy, EngineUnavailable
from search.engines.embedded_words import write_words
from search.engines.facet_table import FacetTable
from search.engines.versions import dictionary_of
from search.korean.dictionary import Dictionary, using

_WRITER_MEMORY = 40_000_000


class UnreadableIndex(Exception):
    """The files are there and cannot be read as an index of ours."""


def is_engine_error(error: BaseException) -> bool:
    """Whether tantivy failed; a panic inside it arrives as a BaseException of its own."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


@dataclass(frozen=True)
class Stamp:
    """Says whether a build has been written since: what the file system knows of both meta files."""

    documents: tuple[int, int, int]
    passages: tuple[int, int, int]


def stamp(path: Path) -> Stamp | None:
    """None when nothing has been committed there yet."""
    try:
        return Stamp(_file_stamp(path / "documents"), _file_stamp(path / "passages"))
    except OSError:
        return None


def _file_stamp(directory: Path) -> tuple[int, int, int]:
    found = (directory / "meta.json").stat()
    return found.st_mtime_ns, found.st_ino, found.st_size


@dataclass(frozen=True)
class View:
    """One commit, opened: what a search sees from its beginning to its end whatever is committed meanwhile."""

    documents: tantivy.Searcher
    passages: tantivy.Searcher
    words: tantivy.Searcher
    table: FacetTable
    cursor: int
    dictionary: Dictionary
    #: audience keys -> mask of everything they may see
    listed: dict[tuple[str, ...], int]
    #: word -> how many documents open to all contain it, of the words asked for since this commit
    frequencies: dict[str, int] = field(default_factory=dict)


class Reader:
    """A build opened for searching; ``view`` follows what writers commit."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._dictionary = dictionary_of(path)
        self._stamp = stamp(path)
        self._documents = _open(path / "documents")
        self._passages = _open(path / "passages")
        self._words = _open(path / "words")
        self._view = self._load(FacetTable())

    def view(self) -> View:
        """The newest commit. When nothing has changed it costs two looks at the file system."""
        current = stamp(self.path)
        if current not in (self._stamp, None):
            for index in (self._documents, self._passages, self._words):
                index.reload()
            self._view = self._load(self._view.table)
            self._stamp = current
        return self._view

    def _load(self, table: FacetTable) -> View:
        documents, passages = self._documents.searcher(), self._passages.searcher()
        cursor = min(
            _cursor(documents, schema.document_schema()),
            _cursor(passages, schema.passage_schema()),
        )
        # Rows of gone versions stay in the table until they outnumber the living.
        if len(table.rows) > 2 * documents.num_docs + 1_000:
            table = FacetTable()
        return View(documents, passages, self._words.searcher(), table, cursor, self._dictionary, {})


def _open(path: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(path))
    # Reloading is ours to decide: the library's own watcher is a thread per index in every process.
    index.config_reader("manual")
    index.reload()
    return index


def _cursor(searcher: tantivy.Searcher, of: tantivy.Schema) -> int:
    query = tantivy.Query.term_query(of, "key", schema.META_KEY, "basic")
    hits = searcher.search(query, 1, count=False).hits
    if not hits:
        return 0
    meta = json.loads(schema.payload_of(searcher, hits[0][1]))
    if meta["fingerprint"] != schema.fingerprint():
        raise UnreadableIndex("written by another analyser")
    return int(meta["cursor"])


def write(path: Path, changes: Sequence[Change], cursor: int) -> None:
    """Apply changes to a build and commit them with the cursor, words and passages first.

    A writer killed between the commits leaves the lower cursor, so the same changes come again, which is harmless.
    Raises EngineBusy, or EngineUnavailable when the files cannot be written.
    """
    latest = {change.key: change for change in changes}
    try:
        with using(dictionary_of(path)):
            write_words(path / "words", latest.values())
            _write_part(path / "passages", schema.passage_schema(), latest, cursor)
            _write_part(path / "documents", schema.document_schema(), latest, cursor)
    except BaseException as error:
        if not is_engine_error(error):
            raise
        if "lock" in str(error).lower():
            raise EngineBusy(f"another process writes to {path.name}") from error
        raise EngineUnavailable(f"{path.name} cannot be written: {error}") from error


def _write_part(path: Path, of: tantivy.Schema, changes: dict[str, Change], cursor: int) -> None:
    path.mkdir(exist_ok=True)
    index = tantivy.Index(of, str(path))
    writer = index.writer(_WRITER_MEMORY, 1)
    for key, change in changes.items():
        writer.delete_documents_by_term("key", key)
        if change.record is None:
            continue
        if of is schema.document_schema():
            writer.add_document(schema.document_of(change, change.record))
        else:
            for passage in schema.passages_of(change, change.record):
                writer.add_document(passage)
    writer.delete_documents_by_term("key", schema.META_KEY)
    writer.add_document(schema.meta_document(of, cursor))
    writer.commit()
    # Ends the writer and frees its lock once merges are done; without it every commit would stay a segment.
    writer.wait_merging_threads()
