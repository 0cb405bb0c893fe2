"""The drain: from jobs to Document and Passage rows. One in the cluster.

1. note the ids of waiting jobs; 2. read the objects as they are now and build their records, outside any
transaction; 3. in one short transaction write the rows with rising seq and remove exactly the noted jobs.

An object that changes between 2 and 3 has left a newer job that is not among the noted ones, so it is served
again and the rows end at the last committed state. A drain that lost its lock finds its jobs gone and leaves
their objects alone.
"""

from __future__ import annotations

import logging
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Min
from django.utils import timezone, translation
from wagtail.models import Page

from search import fanout, outbox, registry, rows
from search.fanout import JobRef
from search.fingerprints import fingerprints
from search.locks import cluster_lock
from search.models import IndexJob, SearchDocument
from search.records import DocumentRecord
from search.registry import DocumentRef, Searchable

logger = logging.getLogger(__name__)

BATCH = 50

#: Errors of the connection, not of an object: the whole drain waits and tries again.
CONNECTION_ERRORS = (OperationalError, InterfaceError)


@dataclass
class Batch:
    """What one round serves: the noted jobs by object, and what became of each object."""

    jobs: dict[JobRef, list[int]]
    attempts: dict[JobRef, int] = field(default_factory=dict)
    wanted: dict[JobRef, dict[DocumentRef, DocumentRecord]] = field(default_factory=lambda: defaultdict(dict))
    sources: dict[DocumentRef, str] = field(default_factory=dict)
    more: dict[JobRef, list[JobRef]] = field(default_factory=dict)
    failed: dict[JobRef, Exception] = field(default_factory=dict)

    def by_source(self) -> dict[str, list[int]]:
        """Object ids by source; fan-outs first, so that they skip what this batch builds afterwards."""
        grouped: dict[str, list[int]] = {}
        for source, object_id in sorted(self.jobs, key=lambda ref: not fanout.is_fanout(ref[0])):
            grouped.setdefault(source, []).append(object_id)
        return grouped

    def built(self) -> list[JobRef]:
        return [ref for ref in self.jobs if ref not in self.failed]


def drain_once(limit: int = BATCH) -> int:
    """Serve the jobs of up to ``limit`` (at most 50) objects; returns how many jobs were served or put off.

    0 means that nothing is due or that another process drains. Raises the connection errors of the database;
    an object whose builder raises is put off with back-off and the others flow.
    """
    if not outbox.ready_jobs().exists():
        return 0
    with cluster_lock("drain") as leader:
        if not leader:
            return 0
        batch = _note(min(limit, BATCH))
        with translation.override(settings.LANGUAGE_CODE):
            _build(batch)
        return _commit(batch, batch.built()) + _put_off(batch)


# --- 1. note ----------------------------------------------------------------------------------------------


def _note(limit: int) -> Batch:
    """The objects that wait longest, with every job of theirs that is visible now (set aside or not)."""
    waiting = outbox.ready_jobs().values("source", "object_id").annotate(first=Min("pk")).order_by("first")
    chosen = [(row["source"], row["object_id"]) for row in waiting[:limit]]
    grouped: dict[str, list[int]] = {}
    for source, object_id in chosen:
        grouped.setdefault(source, []).append(object_id)
    batch = Batch(jobs={ref: [] for ref in chosen})
    for source, ids in grouped.items():
        jobs = IndexJob.objects.filter(source=source, object_id__in=ids).order_by("pk")
        for pk, object_id, attempts in jobs.values_list("pk", "object_id", "attempts"):
            ref = (source, object_id)
            batch.jobs[ref].append(pk)
            batch.attempts[ref] = max(attempts, batch.attempts.get(ref, 0))
    return batch


# --- 2. build ---------------------------------------------------------------------------------------------


def _build(batch: Batch) -> None:
    for source, ids in batch.by_source().items():
        if fanout.is_fanout(source):
            _expand(batch, source, ids)
        elif source == registry.PAGE_SOURCE:
            for searchable, page_ids in _page_searchables(ids):
                _build_kind(batch, source, searchable, page_ids)
        else:
            for searchable in registry.current().of_source(source):
                _build_kind(batch, source, searchable, ids)


def _expand(batch: Batch, source: str, ids: Sequence[int]) -> None:
    for object_id in ids:
        ref = (source, object_id)
        try:
            batch.more[ref] = [job for job in fanout.expand(source, [object_id]) if job not in batch.jobs]
        except CONNECTION_ERRORS:
            raise
        except Exception as error:
            batch.failed[ref] = error


def _page_searchables(ids: Sequence[int]) -> Iterable[tuple[Searchable, list[int]]]:
    """Page ids by the searchable of their specific class; those gone or not searched are left out."""
    types = dict(Page.objects.filter(pk__in=ids).values_list("pk", "content_type_id"))
    for searchable in registry.current().of_source(registry.PAGE_SOURCE):
        wanted = ContentType.objects.get_for_model(searchable.model).pk
        page_ids = [pk for pk in ids if types.get(pk) == wanted]
        if page_ids:
            yield searchable, page_ids


def _build_kind(batch: Batch, source: str, searchable: Searchable, ids: Sequence[int]) -> None:
    """Build all at once; when that fails, one by one, so that only the one at fault is put off."""
    try:
        # Read first: what changes in between makes the sum an old one, and the check looks closely.
        sums = fingerprints(searchable, ids)
        records = _checked(searchable, ids, searchable.build(ids))
    except CONNECTION_ERRORS:
        raise
    except Exception as error:
        if len(ids) == 1:
            batch.failed[source, ids[0]] = error
            return
        for object_id in ids:
            _build_kind(batch, source, searchable, [object_id])
        return
    for object_id, record in records.items():
        batch.wanted[source, object_id][record.kind, object_id] = record
        batch.sources[record.kind, object_id] = sums.get(object_id, "")


def _checked(
    searchable: Searchable, ids: Sequence[int], records: dict[int, DocumentRecord]
) -> dict[int, DocumentRecord]:
    """The records, cleaned; one without an audience is left out. Raises ValueError for a foreign one."""
    for object_id, record in records.items():
        if object_id not in ids or record.object_id != object_id or record.kind != searchable.kind:
            raise ValueError(f"the builder of {searchable.kind!r} returned {record.key} for {object_id}")
    return {object_id: rows.clean(record) for object_id, record in records.items() if record.audience}


# --- 3. commit --------------------------------------------------------------------------------------------


def _commit(batch: Batch, refs: Sequence[JobRef]) -> int:
    """Write the objects ``refs`` and remove their jobs in one transaction; returns how many jobs that were."""
    if not refs:
        return 0
    try:
        with transaction.atomic():
            return _write(batch, refs)
    except CONNECTION_ERRORS:
        raise
    except Exception as error:
        if len(refs) == 1:
            batch.failed[refs[0]] = error
            return 0
        return sum(_commit(batch, [ref]) for ref in refs)


def _write(batch: Batch, refs: Sequence[JobRef]) -> int:
    sequence = rows.lock_sequence()
    waiting = _still_waiting(batch, refs)
    mine = [ref for ref in refs if ref in waiting]
    wanted = {key: record for ref in mine for key, record in batch.wanted.get(ref, {}).items()}
    rows.write(wanted, _gone(mine, wanted), sequence, batch.sources)
    sequence.save()
    outbox.enqueue_refs(job for ref in mine for job in batch.more.get(ref, ()))
    return sum(outbox.remove(job_ids) for job_ids in _chunks(pk for ref in mine for pk in batch.jobs[ref]))


def _still_waiting(batch: Batch, refs: Sequence[JobRef]) -> set[JobRef]:
    """Those of which at least one noted job is still there; the others were served by another process."""
    noted = {pk: ref for ref in refs for pk in batch.jobs[ref]}
    return {noted[pk] for job_ids in _chunks(noted) for pk in outbox.still_there(job_ids)}


def _chunks(ids: Iterable[int], size: int = 500) -> Iterator[list[int]]:
    rest = list(ids)
    for start in range(0, len(rest), size):
        yield rest[start : start + size]


def _gone(refs: Iterable[JobRef], wanted: dict[DocumentRef, DocumentRecord]) -> list[DocumentRef]:
    """Stored documents of the objects ``refs`` that no record was built for."""
    by_source: dict[str, list[int]] = {}
    for source, object_id in refs:
        if not fanout.is_fanout(source):
            by_source.setdefault(source, []).append(object_id)
    gone: list[DocumentRef] = []
    for source, ids in by_source.items():
        kinds = [searchable.kind for searchable in registry.current().of_source(source)]
        stored = SearchDocument.objects.filter(kind__in=kinds, object_id__in=ids, deleted=False)
        gone.extend(ref for ref in stored.values_list("kind", "object_id") if ref not in wanted)
    return gone


def _put_off(batch: Batch) -> int:
    """Note the failures with a rising, jittered delay; returns how many jobs that are."""
    for ref, error in batch.failed.items():
        attempts = batch.attempts.get(ref, 0) + 1
        pause = outbox.BACKOFF_SECONDS * 2 ** min(attempts, outbox.MAX_ATTEMPTS)
        delay = pause * random.uniform(*outbox.JITTER)  # noqa: S311
        given_up = attempts >= outbox.MAX_ATTEMPTS
        logger.error(
            "%s %s could not be indexed (attempt %d%s): %s: %s",
            *ref,
            attempts,
            ", set aside" if given_up else f", again in {delay:.0f} s",
            type(error).__name__,
            error,
            exc_info=error if attempts == 1 else None,
        )
        message = f"{type(error).__name__}: {error}"
        outbox.mark_failed(batch.jobs[ref], message, timezone.now() + timedelta(seconds=delay))
    return sum(len(batch.jobs[ref]) for ref in batch.failed)
