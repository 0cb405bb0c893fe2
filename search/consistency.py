"""Do the objects, the rows and the index say the same? And the repair when they do not."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import translation

from search import outbox, registry, rows, states
from search.engines.base import Engine
from search.fingerprints import fingerprints
from search.models import AudienceKey, SearchDocument
from search.records import document_key
from search.registry import DocumentRef, Searchable

BATCH = 50
#: Objects whose rows are read and added up at once.
SUMS_AT_ONCE = 1_000


@dataclass
class Differences:
    """Documents that are not as they should be.

    Between objects and rows: ``unindexed`` (eligible without a row), ``outdated`` (the row says something else),
    ``leftover`` (a row without an eligible object), ``unreadable`` (the builder raises). Between rows and index:
    ``missing``, ``stale`` (another seq), ``unexpected`` (in the index only).
    """

    unindexed: set[DocumentRef] = field(default_factory=set)
    outdated: set[DocumentRef] = field(default_factory=set)
    leftover: set[DocumentRef] = field(default_factory=set)
    unreadable: set[DocumentRef] = field(default_factory=set)
    missing: set[DocumentRef] = field(default_factory=set)
    stale: set[DocumentRef] = field(default_factory=set)
    unexpected: set[DocumentRef] = field(default_factory=set)

    def __bool__(self) -> bool:
        return any(found for _, found in self.items())

    def items(self) -> Iterator[tuple[str, set[DocumentRef]]]:
        """Name of the difference and the documents, in the order above."""
        return ((f.name, getattr(self, f.name)) for f in fields(self))

    def __and__(self, other: Differences) -> Differences:
        return Differences(**{name: found & getattr(other, name) for name, found in self.items()})


def check(engine: Engine, *, objects: bool = True, patience: float = 2.0) -> Differences:
    """Compare objects (unless told not to), rows and this host's index.

    Editors may be at work meanwhile: a difference counts when it is still there after ``patience`` seconds.
    """
    found = _compare(engine, objects)
    if found and patience:
        time.sleep(patience)
        found &= _compare(engine, objects)
    states.note_check(engine)
    return found


def _compare(engine: Engine, objects: bool) -> Differences:
    found = Differences()
    if objects:
        with translation.override(settings.LANGUAGE_CODE):
            _compare_objects(found)
    _compare_index(engine, found)
    return found


# --- rows and index ---------------------------------------------------------------------------------------


def _compare_index(engine: Engine, found: Differences) -> None:
    indexed = {_ref(key): seq for key, seq in engine.entries().items()}
    stored = {
        (kind, object_id): seq
        for kind, object_id, seq in SearchDocument.objects.filter(deleted=False).values_list(
            "kind", "object_id", "seq"
        )
    }
    found.missing = stored.keys() - indexed.keys()
    found.unexpected = indexed.keys() - stored.keys()
    found.stale = {ref for ref, seq in stored.items() if ref in indexed and indexed[ref] != seq}


def _ref(key: str) -> DocumentRef:
    kind, _, object_id = key.rpartition(":")
    return kind, int(object_id)


# --- objects and rows -------------------------------------------------------------------------------------


def _compare_objects(found: Differences) -> None:
    stored: dict[str, dict[int, str]] = defaultdict(dict)
    for kind, object_id, digest in SearchDocument.objects.filter(deleted=False).values_list(
        "kind", "object_id", "content_hash"
    ):
        stored[kind][object_id] = digest
    kinds = registry.current().kinds()
    for kind, searchable in kinds.items():
        _compare_kind(searchable, stored.get(kind, {}), found)
    found.leftover |= {(kind, pk) for kind in stored.keys() - kinds.keys() for pk in stored[kind]}


def _compare_kind(searchable: Searchable, stored: dict[int, str], found: Differences) -> None:
    ids = sorted(stored.keys() | set(searchable.all_ids()))
    for start in range(0, len(ids), SUMS_AT_ONCE):
        sums = fingerprints(searchable, ids[start : start + SUMS_AT_ONCE])
        doubtful = [
            object_id
            for object_id in ids[start : start + SUMS_AT_ONCE]
            if not sums.get(object_id) or rows.source_of(stored.get(object_id, "")) != sums[object_id]
        ]
        _compare_by_building(searchable, doubtful, stored, sums, found)


def _compare_by_building(
    searchable: Searchable,
    ids: list[int],
    stored: dict[int, str],
    sums: dict[int, str],
    found: Differences,
) -> None:
    """What was made from other rows may still say the same; then the rows are noted for the next time."""
    kind = searchable.kind
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        digests = _digests(searchable, batch, found)
        same = []
        for object_id in batch:
            if (kind, object_id) in found.unreadable:
                continue
            was = rows.content_of(stored[object_id]) if object_id in stored else None
            now = digests.get(object_id)
            if now is None and was is not None:
                found.leftover.add((kind, object_id))
            elif now is not None and was is None:
                found.unindexed.add((kind, object_id))
            elif now != was:
                found.outdated.add((kind, object_id))
            elif now is not None and object_id in sums:
                same.append((kind, object_id))
        with transaction.atomic():
            for (_, object_id), document in rows.documents_of(same).items():
                if document.content_hash == stored[object_id]:
                    rows.note_source(document, sums[object_id])


def _digests(searchable: Searchable, ids: list[int], found: Differences) -> dict[int, str]:
    """Content hash of each eligible object; what cannot be built is noted as unreadable."""
    try:
        records = searchable.build(ids)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(ids) > 1:
            return {pk: digest for one in ids for pk, digest in _digests(searchable, [one], found).items()}
        found.unreadable.add((searchable.kind, ids[0]))
        return {}
    return {pk: rows.content_hash(rows.clean(record)) for pk, record in records.items() if record.audience}


# --- repair -----------------------------------------------------------------------------------------------


def repair(found: Differences) -> int:
    """Put right what ``check`` found, as far as rows and jobs go; drain and feed do the rest. Returns how many."""
    kinds = registry.current().kinds()
    objects = found.unindexed | found.outdated | found.leftover | found.unreadable
    known = {ref for ref in objects if ref[0] in kinds}
    outbox.enqueue_documents(sorted(known))
    _in_batches(objects - known, _bury)
    _in_batches(found.missing | found.stale | found.unexpected, _send_again)
    return len(objects | found.missing | found.stale | found.unexpected)


def _in_batches(
    refs: Iterable[DocumentRef], act: Callable[[list[DocumentRef], rows.SeqCounter], None]
) -> None:
    ordered = sorted(refs)
    for start in range(0, len(ordered), BATCH):
        with transaction.atomic():
            sequence = rows.lock_sequence()
            act(ordered[start : start + BATCH], sequence)
            sequence.save()


def _bury(refs: list[DocumentRef], sequence: rows.SeqCounter) -> None:
    for document in rows.documents_of(refs).values():
        rows.bury(document, sequence)


def _send_again(refs: list[DocumentRef], sequence: rows.SeqCounter) -> None:
    """A new seq makes every index take the row again; what has no row gets a tombstone."""
    stored = rows.documents_of(refs)
    for ref in refs:
        document = stored.get(ref) or SearchDocument(kind=ref[0], object_id=ref[1], deleted=True)
        rows.stamp(document, sequence)


# --- tidying ----------------------------------------------------------------------------------------------


def tidy() -> int:
    """Drop tombstones that every index has passed, rows of vanished indexes and unused audience keys.

    Returns how many tombstones were dropped.
    """
    states.drop_stale()
    with transaction.atomic():
        rows.lock_sequence()
        used = SearchDocument.objects.filter(deleted=False).values_list("audience", flat=True).distinct()
        AudienceKey.objects.exclude(key__in=list(used)).delete()
        passed = states.lowest_cursor()
        if passed is None:
            return 0
        return SearchDocument.objects.filter(deleted=True, seq__lte=passed).delete()[0]


def describe(refs: Iterable[DocumentRef], most: int = 10) -> str:
    """The keys of some documents, for a log or a screen."""
    keys = [document_key(kind, object_id) for kind, object_id in sorted(refs)]
    return ", ".join(keys[:most]) + (f" and {len(keys) - most} more" if len(keys) > most else "")
