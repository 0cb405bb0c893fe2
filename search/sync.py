"""Everything at once, for commands and tests: the queue empty and this host's index up to date."""

from __future__ import annotations

import time
from dataclasses import dataclass

from search import outbox, preparations, registry
from search.drain import drain_once
from search.engines import all_engines
from search.engines.base import Engine, EngineUnavailable
from search.feed import feed_once
from search.models import IndexJob, SearchDocument


@dataclass(frozen=True)
class Synced:
    """jobs: how many were served here; changes: how many this index took here; waiting: jobs put off."""

    jobs: int
    changes: int
    waiting: int


class SyncTimeout(Exception):
    """Another process holds the drain or the feed and does not get on."""


def sync_all(engine: Engine | None = None, timeout: float = 600.0) -> Synced:
    """Prepare what is due, drain, and feed the index (every index, unless one is given) until it has everything.

    Works beside a running worker: what that one serves is waited for. Raises SyncTimeout after ``timeout``
    seconds, EngineUnavailable (after the other indexes have been fed) and the errors of the database.
    """
    deadline = time.monotonic() + timeout
    preparations.do_all()
    jobs, changes = drain_all(deadline), 0
    away: EngineUnavailable | None = None
    for one in [engine] if engine else all_engines():
        try:
            changes += feed_all(one, deadline)
        except EngineUnavailable as error:
            away = error
    if away is not None:
        raise away
    return Synced(jobs, changes, IndexJob.objects.count())


def drain_all(deadline: float) -> int:
    """Drain until nothing is due; returns how many jobs this process served."""
    total = 0
    while outbox.ready_jobs().exists():
        served = drain_once()
        total += served
        if not served:
            _wait(deadline, "the drain")
    return total


def feed_all(engine: Engine, deadline: float) -> int:
    """Feed until the index has every row of now; returns how many changes this process applied."""
    total = 0
    last = SearchDocument.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    while True:
        total += (applied := feed_once(engine))
        if not applied:
            if engine.cursor() >= last:
                return total
            _wait(deadline, "the feed")


def enqueue_everything() -> int:
    """Note every eligible object of every searchable and every indexed document; returns how many."""
    kinds = registry.current().kinds()
    total = 0
    for searchable in kinds.values():
        source = registry.source_of(searchable)
        ids = set(searchable.all_ids())
        ids.update(
            SearchDocument.objects.filter(kind=searchable.kind, deleted=False).values_list(
                "object_id", flat=True
            )
        )
        total += outbox.enqueue_many(source, sorted(ids))
    return total


def _wait(deadline: float, what: str) -> None:
    if time.monotonic() > deadline:
        raise SyncTimeout(f"{what} is held by another process")
    time.sleep(0.05)
