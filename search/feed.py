"""The feed: from rows to one index. Pulls every seq above the cursor that is kept inside the index, in order.

The drain is the only writer of seq and commits in its order, so a seq once seen never gets a lower neighbour
later. An index that is empty, or whose cursor cannot be trusted, is built anew beside the one that serves and
takes its place when it is whole: nobody searches half an index.
"""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager

from search import gate, outbox, rows, states
from search.editing.dictionary import wanted
from search.engines.base import Change, DocumentsRefused, Engine
from search.locks import cluster_lock, file_lock, waiting
from search.models import SearchDocument
from search.records import document_key

logger = logging.getLogger(__name__)

BATCH = 200


def index_lock(engine: Engine, what: str) -> AbstractContextManager[bool]:
    """The lock ``feed`` or ``build`` of an index: of this host's, or of the one that all hosts share."""
    return (cluster_lock if engine.shared else file_lock)(f"{what}-{engine.name}")


def waiting_for(engine: Engine, what: str) -> AbstractContextManager[None]:
    return waiting(lambda: index_lock(engine, what), f"{what}-{engine.name}")


class NotPromoted(Exception):
    """There is no build that may serve."""


def feed_once(engine: Engine, limit: int = BATCH) -> int:
    """Bring this host's index up to date by at most ``limit`` changes, or build it; returns how many changes.

    0 means that the index is up to date or that another process feeds it. Raises EngineUnavailable and the
    errors of the database; what was not applied is pulled again.
    """
    with index_lock(engine, "feed") as mine:
        if not mine:
            return 0
        cursor = engine.cursor()
        if cursor and states.trusted(engine, cursor):
            return pull(engine, limit)
        if not cursor and not SearchDocument.objects.exists():
            return 0
        return _replace(engine)


def pull(engine: Engine, limit: int = BATCH) -> int:
    """Apply the next changes; returns how many. The caller holds the lock of the index."""
    cursor = engine.cursor()
    changes = changes_after(cursor, limit)
    if changes:
        last = changes[-1].seq
        state = states.begin(engine, last)
        _apply(engine, changes, last, cursor)
        states.finish(state, engine, last)
    return len(changes)


def _apply(engine: Engine, changes: list[Change], cursor: int, onto: int = 0) -> None:
    try:
        engine.apply(changes, cursor, onto=onto)
    except DocumentsRefused as refusal:
        # The rest flows; these wait where an operator sees them.
        outbox.set_aside({key: f"{engine.name}: {why}" for key, why in refusal.reasons.items()})


def changes_after(cursor: int, limit: int = BATCH) -> list[Change]:
    """The next changes after ``cursor`` in order of seq."""
    documents = (
        SearchDocument.objects.filter(seq__gt=cursor).order_by("seq").prefetch_related("passages")[:limit]
    )
    return [to_change(document) for document in documents]


def to_change(document: SearchDocument) -> Change:
    """The row as engines take it. Passages come in order (``SearchPassage.Meta.ordering``)."""
    record = None if document.deleted else document.to_record(document.passages.all())
    return Change(key=document.key, record=record, seq=document.seq)


# --- builds -----------------------------------------------------------------------------------------------


def _replace(engine: Engine) -> int:
    """Build the index anew and let it serve; 0 when somebody else is building."""
    with index_lock(engine, "build") as mine:
        if not mine:
            return 0
        logger.info("building the %s index from the database", engine.name)
        build, changes = _fill(engine, _begun(engine))
        _serve(engine, build)
        logger.info("the %s index serves %d documents", engine.name, engine.count())
        return changes


def build(engine: Engine) -> Engine:
    """A whole new index beside the one that serves, which is fed on meanwhile. Waits for another build."""
    with waiting_for(engine, "build"):
        return _fill(engine, None)[0]


def promote(engine: Engine, *, anyway: bool = False) -> None:
    """Bring the newest build up to date and let it serve, if it passes the gate or ``anyway``.

    Raises NotPromoted when there is none or the gate has objections.
    """
    with waiting_for(engine, "feed"):
        build = engine.waiting_build()
        if build is None:
            raise NotPromoted("there is no build; run 'search_index build' first")
        if not states.trusted(build, build.cursor()):
            raise NotPromoted(f"{build.build} may have missed deletions; build again")
        while pull(build):
            pass
        if not anyway and (reasons := gate.objections(build, engine)):
            raise NotPromoted(f"{build.build} may not serve: {'; '.join(reasons)}")
        _serve(engine, build)


def roll_back(engine: Engine) -> str:
    """Let the build that served before serve again, brought up to date; returns its name.

    It was fed no more since it was replaced, and tombstones of that time may be gone: what it holds is compared with
    every row. Raises NotPromoted when there is no such build or it cannot be made whole.
    """
    with waiting_for(engine, "build"), waiting_for(engine, "feed"):
        build = engine.earlier_build()
        if build is None:
            raise NotPromoted(f"{engine.name}: no earlier build of this version of the portal is kept")
        _catch_up(build)
        if reasons := list(gate.incomplete(build)):
            raise NotPromoted(f"{build.build} may not serve: {'; '.join(reasons)}")
        _serve(engine, build)
        return build.build


def _catch_up(build: Engine) -> None:
    """Give a build that was not fed for a while everything in which it differs from the rows."""
    last, held = rows.last_seq(), build.entries()
    state = states.begin(build, last)
    live = {
        document_key(kind, object_id): seq
        for kind, object_id, seq in SearchDocument.objects.filter(deleted=False, seq__lte=last).values_list(
            "kind", "object_id", "seq"
        )
    }
    gone = [Change(key, None, last) for key in sorted(held.keys() - live.keys())]
    for start in range(0, len(gone), BATCH):
        build.apply(gone[start : start + BATCH], build.cursor())
    behind = sorted(seq for key, seq in live.items() if held.get(key) != seq)
    for start in range(0, len(behind), BATCH):
        found = SearchDocument.objects.filter(seq__in=behind[start : start + BATCH]).order_by("seq")
        _apply(build, [to_change(one) for one in found.prefetch_related("passages")], build.cursor())
    build.apply([], last)
    states.finish(state, build, last)
    while pull(build):
        pass


def prune(engine: Engine) -> list[str]:
    """Delete every build but the one that serves and the one before it; the names of those deleted."""
    names = engine.prune()
    states.forget_builds(engine)
    return names


def _begun(engine: Engine) -> Engine | None:
    """A build that was interrupted, or finished and not promoted, and can be gone on with.

    One without a cursor holds nothing, and may have been interrupted while it was made.
    """
    build = engine.waiting_build()
    cursor = build.cursor() if build else 0
    return build if build and cursor and states.trusted(build, cursor) else None


def _fill(engine: Engine, begun: Engine | None) -> tuple[Engine, int]:
    """A build with everything up to now, and how many changes that took; without one ``begun`` it is a new one."""
    if begun is None:
        # Builds that were given up would pile up while a cluster comes and goes.
        prune(engine)
    build = begun or engine.begin_build(wanted())
    # From now on this build counts among those that tombstones wait for.
    states.begin(build, 0)
    changes = sum(iter(lambda: pull(build), 0))
    if not changes:
        state = states.begin(build, rows.last_seq())
        build.apply([], state.pending)
        states.finish(state, build, state.pending)
    return build, changes


def _serve(engine: Engine, build: Engine) -> None:
    build.promote()
    states.take_over(build, engine)
