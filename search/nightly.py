"""Once a night, at a quiet hour: compare everything, repair, tidy."""

from __future__ import annotations

import logging
from datetime import datetime

from django.core.management import call_command
from django.utils import timezone

from search import case_requests, consistency, feed, states, tasks
from search.counting.write import forget_old as forget_old_counts
from search.engines.base import Engine
from search.locks import cluster_lock

logger = logging.getLogger(__name__)

#: Local hours in which it may begin.
QUIET_HOURS = (3, 4)


def is_due(engine: Engine, now: datetime | None = None) -> bool:
    """Whether it is a quiet hour and this host's index was not checked today."""
    local = timezone.localtime(now)
    state = states.of(engine)
    if local.hour not in QUIET_HOURS or state is None:
        return False
    return state.checked_at is None or timezone.localtime(state.checked_at).date() < local.date()


def run(engine: Engine) -> consistency.Differences:
    """Check this host's index, repair what differs, and tidy the database if no other host does so now."""
    found = consistency.check(engine)
    for name, refs in found.items():
        if refs:
            logger.warning("nightly check: %d %s: %s", len(refs), name, consistency.describe(refs))
    consistency.repair(found)
    with cluster_lock("nightly") as mine:
        if mine:
            _tidy()
    for name in feed.prune(engine):
        logger.info("the build %s was deleted", name)
    logger.info("nightly check done: %s", "repaired" if found else "no difference")
    return found


def _tidy() -> None:
    consistency.tidy()
    case_requests.forget_old()
    forget_old_counts(timezone.localdate())
    call_command("clearsessions", verbosity=0)
    if tasks.kept_in_database():
        tasks.forget_finished_tasks()
