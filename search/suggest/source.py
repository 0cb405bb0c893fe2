"""The names that are suggested: of documents open to all and of the tags on them, as the rows hold them now.

Kept in memory and brought up to date by what came after: rows are written with a rising ``seq``. So a request costs one
small query, whatever engine serves and whether it is away.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlencode

from search.facets import FacetValue, FacetVocabulary
from search.models import SearchDocument
from search.records import document_key
from search.suggest.names import Name, Names
from search.suggest.readings import plain

TAG = "tag"
_PUBLIC = "public"
# Taking up changes waits so many times as long as it takes, where that is long at all.
_PATIENCE = 20
_QUICK_SECONDS = 0.05
_COLUMNS = (
    "seq", "updated_at", "kind", "object_id", "deleted", "audience", "title", "title_en", "url", "districts", "tags",
)  # fmt: skip
# Another spelling counts as a name that is longer by so many characters.
_ALIAS = 20
# Among names of one length.
_KINDS = ("district", TAG, "term", "person")


class Entry(NamedTuple):
    """Something with a name. key: of its document, "" for a tag; district: the only one it belongs to, or ""."""

    kind: str
    key: str
    text: str
    text_en: str
    url: str
    district: str


class _Row(NamedTuple):
    entry: Entry
    names: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Snapshot:
    """entries: everything that has a name; tags: how many public documents carry each."""

    entries: Sequence[Entry]
    names: Names
    tags: Counter[str]


@dataclass
class _Known:
    """rows: key -> what is public; newest: the row of the highest seq that was taken up."""

    rows: dict[str, _Row] = field(default_factory=dict)
    newest: tuple[Any, ...] = (0,)
    tags: Sequence[FacetValue] = ()
    snapshot: Snapshot | None = None
    not_before: float = 0.0


_known = _Known()
_lock = threading.Lock()


def current() -> Snapshot:
    """The names as of now; of a few seconds ago where there are very many and they change all the time."""
    found = _known.snapshot
    if found is not None and time.monotonic() < _known.not_before:
        return found
    # Whoever comes while another request takes up changes is answered from before them.
    if not _lock.acquire(blocking=found is None):
        return found or current()
    try:
        return _refreshed(_known)
    finally:
        _lock.release()


def forget() -> None:
    """Read everything anew when it is next asked for."""
    global _known
    with _lock:
        _known = _Known()


def _refreshed(known: _Known) -> Snapshot:
    started = time.monotonic()
    rows = _rows_from(known.newest[0])
    if known.snapshot is None or not _goes_on(known.newest, rows):
        known.rows, known.newest, known.snapshot = {}, (0,), None
        rows = _rows_from(0)
    tags = FacetVocabulary().values(TAG)
    fresh = [row for row in rows if row[0] > known.newest[0]]
    if known.snapshot is None or fresh or tags != known.tags:
        _take_up(known, fresh)
        known.tags = tags
        known.snapshot = _snapshot(known.rows.values(), tags)
    spent = time.monotonic() - started
    known.not_before = started + (_PATIENCE * spent if spent > _QUICK_SECONDS else 0.0)
    return known.snapshot


def _rows_from(seq: int) -> list[tuple[Any, ...]]:
    rows = SearchDocument.objects.order_by("seq").values_list(*_COLUMNS)
    return list(rows.filter(seq__gte=seq) if seq else rows.filter(deleted=False, audience=_PUBLIC))


def _goes_on(newest: tuple[Any, ...], rows: Sequence[tuple[Any, ...]]) -> bool:
    """Whether the newest row that is known is still there, as it was or written anew: the same database, gone on."""
    return any(row == newest or (row[0] > newest[0] and row[2:4] == newest[2:4]) for row in rows)


def _take_up(known: _Known, rows: Sequence[tuple[Any, ...]]) -> None:
    for row in rows:
        _, _, kind, number, deleted, audience, title, title_en, url, districts, tags = known.newest = row
        key = document_key(kind, number)
        if deleted or audience != _PUBLIC or not url:
            known.rows.pop(key, None)
            continue
        # A district's own row says its name already.
        district = districts[0] if len(districts) == 1 else ""
        entry = Entry(kind, key, title or title_en, title_en, url, district)
        known.rows[key] = _Row(entry, _plain_names((title, title_en)), tuple(tags))


def _snapshot(rows: Iterable[_Row], tags: Sequence[FacetValue]) -> Snapshot:
    counted: Counter[str] = Counter()
    entries: list[Entry] = []
    ranked: list[tuple[int, int, str, Entry, int]] = []

    def add(entry: Entry, names: Iterable[str], longer: int = 0) -> None:
        rank = _KINDS.index(entry.kind) if entry.kind in _KINDS else len(_KINDS)
        ranked.extend((len(name) + longer, rank, name, entry, len(entries)) for name in names)

    for row in rows:
        counted.update(row.tags)
        add(row.entry, row.names)
        entries.append(row.entry)
    labels = {item.value: item for item in tags}
    for value in counted:
        item = labels.get(value) or FacetValue(value, value, "")
        entry = Entry(TAG, "", str(item.label), item.label_en, f"/search/?{urlencode({TAG: value})}", "")
        add(entry, _plain_names((str(item.label), item.label_en)))
        add(entry, _plain_names(item.aliases), _ALIAS)
        entries.append(entry)
    ranked.sort()
    return Snapshot(entries, Names([Name(name, owner) for _, _, name, _, owner in ranked]), counted)


def _plain_names(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(plain, texts))))
