"""The feed: from rows to one index. Pulls every seq above the cursor that is kept inside the index, in order.

The drain is the only writer of seq and commits in its order, so a seq once seen never gets a lower neighbour
later. A rebuild is nothing but an empty index, whose cursor is 0.
"""

from __future__ import annotations

import logging

from django.utils import timezone

from search.engines.base import Change, Engine
from search.hosts import host_id
from search.locks import file_lock
from search.models import IndexState, SearchDocument

logger = logging.getLogger(__name__)

BATCH = 200


def feed_once(engine: Engine, limit: int = BATCH) -> int:
    """Apply up to ``limit`` changes to this host's index; returns how many.

    0 means that the index is up to date or that another process feeds it. Raises EngineUnavailable and the
    errors of the database; what was not applied is pulled again.
    """
    with file_lock(f"feed-{engine.name}") as mine:
        return pull(engine, limit) if mine else 0


def pull(engine: Engine, limit: int = BATCH) -> int:
    """``feed_once`` for a caller that holds the lock of the index."""
    cursor = engine.cursor()
    changes = changes_after(cursor, limit)
    if not changes:
        return 0
    state, _ = IndexState.objects.get_or_create(host=host_id(), engine=engine.name)
    last = changes[-1].seq
    engine.apply(changes, last)
    _report(state, engine, last)
    return len(changes)


def changes_after(cursor: int, limit: int = BATCH) -> list[Change]:
    """The next changes after ``cursor`` in order of seq."""
    documents = (
        SearchDocument.objects.filter(seq__gt=cursor).order_by("seq").prefetch_related("passages")[:limit]
    )
    return [to_change(document) for document in documents]


def to_change(document: SearchDocument) -> Change:
    record = None if document.deleted else document.to_record(document.passages.all())
    return Change(key=document.key, record=record, seq=document.seq)


def _report(state: IndexState, engine: Engine, cursor: int) -> None:
    state.cursor = cursor
    state.fingerprint = engine.fingerprint
    state.documents = engine.count()
    state.updated_at = timezone.now()
    state.save()
