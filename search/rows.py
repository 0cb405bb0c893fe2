"""Writing Document and Passage rows. Everything here runs inside the drain's one write transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from django.db import connection
from django.utils import timezone

from search import outbox, registry
from search.fingerprints import DIGITS
from search.locks import advisory_key
from search.models import AudienceKey, SearchDocument, SearchPassage, SearchSequence
from search.records import DocumentRecord
from search.registry import DocumentRef

_NOT_CONTENT = ("kind", "object_id", "passages")
_CONTENT_FIELDS = tuple(f.name for f in fields(DocumentRecord) if f.name not in _NOT_CONTENT)


@dataclass
class SeqCounter:
    """The seq counter while it is locked; ``save`` before the transaction ends."""

    value: int

    def next(self) -> int:
        self.value += 1
        return self.value

    def save(self) -> None:
        SearchSequence.objects.filter(pk=1).update(value=self.value)


def lock_sequence() -> SeqCounter:
    """Become the one writer of seq until the transaction ends.

    PostgreSQL: an advisory lock. SQLite: the write lock, taken by the first statement of the transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [advisory_key("sequence")])
    SearchSequence.objects.bulk_create([SearchSequence(pk=1)], ignore_conflicts=True)
    return SeqCounter(SearchSequence.objects.select_for_update().get(pk=1).value)


def last_seq() -> int:
    """The highest seq handed out so far; 0 before the first."""
    return SearchSequence.objects.filter(pk=1).values_list("value", flat=True).first() or 0


def clean(record: DocumentRecord) -> DocumentRecord:
    """The record as the database can store it: PostgreSQL knows no NUL, UTF-8 no lone surrogates."""
    values: dict[str, Any] = {name: _clean(getattr(record, name)) for name in _CONTENT_FIELDS}
    passages = tuple(
        replace(p, locator=_clean(p.locator), heading=_clean(p.heading), text=_clean(p.text))
        for p in record.passages
    )
    return replace(record, **values, passages=passages)


def _clean(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_clean(item) for item in value)
    if not isinstance(value, str):
        return value
    # Strings may be lazy translations or safe strings; rows hold plain text.
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def content_hash(record: DocumentRecord) -> str:
    """Equal for equal content: saving a draft of a live page changes nothing and moves no seq. DIGITS digits."""
    plain = json.dumps(asdict(record), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:DIGITS]


def content_of(stored: str) -> str:
    """The content's part of the column ``content_hash``; the sum of the rows it was made from follows it."""
    return stored[:DIGITS]


def source_of(stored: str) -> str:
    """The other part: "" when it is not known."""
    return stored[DIGITS:]


def write(
    wanted: Mapping[DocumentRef, DocumentRecord],
    gone: Iterable[DocumentRef],
    sequence: SeqCounter,
    sources: Mapping[DocumentRef, str] = MappingProxyType({}),
) -> int:
    """Bring the rows of ``wanted`` up to date, make those of ``gone`` tombstones; returns how many changed.

    Documents that are made from rows that changed are noted to be indexed again, in the same transaction.

    ``sources``: what the records were made from (``search.fingerprints``), as read before they were built.
    """
    gone = list(gone)
    stored = documents_of([*wanted, *gone])
    changed: list[DocumentRef] = []
    for ref, record in wanted.items():
        if _upsert(stored.get(ref), record, sequence, sources.get(ref, "")):
            changed.append(ref)
    for ref in gone:
        document = stored.get(ref)
        if document is not None and not document.deleted:
            bury(document, sequence)
            changed.append(ref)
    _remember_audiences({record.audience for record in wanted.values()})
    outbox.enqueue_documents(follower for of in registry.current().followers for follower in of(changed))
    return len(changed)


def documents_of(refs: Sequence[DocumentRef]) -> dict[DocumentRef, SearchDocument]:
    """The stored rows of these documents, tombstones included."""
    by_kind: dict[str, list[int]] = {}
    for kind, object_id in refs:
        by_kind.setdefault(kind, []).append(object_id)
    return {
        (kind, document.object_id): document
        for kind, ids in by_kind.items()
        for document in SearchDocument.objects.filter(kind=kind, object_id__in=ids)
    }


def _upsert(
    document: SearchDocument | None, record: DocumentRecord, sequence: SeqCounter, source: str
) -> bool:
    digest = content_hash(record)
    if document is None:
        document = SearchDocument(kind=record.kind, object_id=record.object_id)
    elif content_of(document.content_hash) == digest and not document.deleted:
        note_source(document, source)
        return False
    for name in _CONTENT_FIELDS:
        value = getattr(record, name)
        setattr(document, name, list(value) if isinstance(value, tuple) else value)
    document.content_hash = digest + source
    document.deleted = False
    stamp(document, sequence)
    document.passages.all().delete()
    SearchPassage.objects.bulk_create(
        SearchPassage(document=document, ordinal=p.ordinal, locator=p.locator, heading=p.heading, text=p.text)
        for p in record.passages
    )
    return True


def note_source(document: SearchDocument, source: str) -> None:
    """The same content was made from other rows; no index needs to know."""
    if source_of(document.content_hash) != source:
        whole = content_of(document.content_hash) + source
        # Only if nobody has written other content meanwhile.
        SearchDocument.objects.filter(pk=document.pk, content_hash=document.content_hash).update(
            content_hash=whole
        )


def bury(document: SearchDocument, sequence: SeqCounter) -> None:
    """Make a tombstone: nothing of the content stays, the key and a new seq tell every index to forget it."""
    empty = SearchDocument(kind=document.kind, object_id=document.object_id)
    for name in _CONTENT_FIELDS:
        setattr(document, name, getattr(empty, name))
    document.content_hash = ""
    document.deleted = True
    stamp(document, sequence)
    document.passages.all().delete()


def stamp(document: SearchDocument, sequence: SeqCounter) -> None:
    """Save the row with the next seq, so that every index takes it."""
    document.seq = sequence.next()
    document.updated_at = timezone.now()
    document.save()


def _remember_audiences(keys: Iterable[str]) -> None:
    AudienceKey.objects.bulk_create([AudienceKey(key=key) for key in sorted(keys)], ignore_conflicts=True)
