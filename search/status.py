"""Where the index stands, in numbers: for /readyz, ``search_index status`` and the worker's log."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.utils import timezone

from search import outbox, rows
from search.engines import all_engines, cluster_breaker, get_engine
from search.engines.base import Engine
from search.models import IndexJob, IndexState, SearchDocument

logger = logging.getLogger(__name__)

#: What to do about an engine in this state.
HINTS = {
    "unavailable": "see whether the server runs; until then the embedded engine answers",
    "empty": "no index for this version: the worker builds one, or run 'manage.py search_index build'",
}


def database_status() -> dict[str, Any]:
    """Queue and documents. Times in seconds. Raises the errors of the database."""
    waiting = IndexJob.objects.filter(attempts__lt=outbox.MAX_ATTEMPTS)
    oldest = waiting.aggregate(oldest=Min("created_at"))["oldest"]
    return {
        "queue": {
            "waiting": waiting.count(),
            "oldest_seconds": _age(oldest),
            "retrying": waiting.filter(attempts__gt=0).count(),
            "dead_letters": outbox.dead_letters().count(),
        },
        "documents": {
            "live": SearchDocument.objects.filter(deleted=False).count(),
            "tombstones": SearchDocument.objects.filter(deleted=True).count(),
            "seq": rows.last_seq(),
        },
        "indexes": [
            {
                "engine": state.engine,
                "cursor": state.cursor,
                "documents": state.documents,
                "reported_seconds_ago": _age(state.updated_at),
                "checked_at": state.checked_at.isoformat() if state.checked_at else None,
            }
            for state in IndexState.objects.order_by("engine", "host")
        ],
    }


def engine_status(engine: Engine | None = None) -> dict[str, Any]:
    """The engine of this process and how long its oldest missing change has waited; never raises for it."""
    name = engine.name if engine else ""
    try:
        engine = engine or get_engine()
        name = engine.name
        if engine.shared and cluster_breaker().open:
            return {"name": name, "state": "unavailable", "hint": HINTS["unavailable"]}
        cursor, count = engine.cursor(), engine.count()
    except Exception as error:
        logger.warning("the engine is away: %s: %s", type(error).__name__, error)
        return {"name": name, "state": "unavailable", "hint": HINTS["unavailable"]}
    state = "ok" if cursor or not rows.last_seq() else "empty"
    behind = SearchDocument.objects.filter(seq__gt=cursor)
    oldest = behind.aggregate(oldest=Min("updated_at"))["oldest"]
    return {
        "name": name,
        "state": state,
        "fingerprint": engine.fingerprint,
        "cursor": cursor,
        "documents": count,
        "behind": behind.count(),
        "lag_seconds": _age(oldest),
        **({"hint": HINTS[state]} if state in HINTS else {}),
    }


def all_statuses() -> list[dict[str, Any]]:
    """Every engine, the one that should serve first, with ``in_use`` at the one that does."""
    found = [engine_status(engine) for engine in all_engines()]
    in_use = next((place for place, status in enumerate(found) if status["state"] == "ok"), 0)
    return [{**status, "in_use": place == in_use} for place, status in enumerate(found)]


def _age(moment: datetime | None) -> float:
    return round(max(0.0, (timezone.now() - moment).total_seconds()), 1) if moment else 0.0
