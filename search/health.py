"""/healthz: the process answers. /readyz: database, queue, lag of the index and engine, as JSON."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError
from django.db.utils import InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.status import all_statuses, database_status

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the process is up. Touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether the portal can serve: 503 only without the database; an engine that is away shows in the body.

    Anybody may ask, so how many documents there are stays out: the number would count hidden ones. Operators
    read it with ``search_index status``.
    """
    try:
        queue, engines = database_status()["queue"], all_statuses()
        report: dict[str, Any] = {
            "database": {"state": "ok"},
            "queue": queue,
            "engine": without_counts(engines[0]),
            "engines": [without_counts(engine) for engine in engines],
        }
    except (DatabaseError, InterfaceError) as error:
        logger.warning("the database is away: %s", type(error).__name__)
        return JsonResponse({"database": {"state": "unavailable"}}, status=503)
    return JsonResponse(report)


def without_counts(engine: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in engine.items() if name not in ("cursor", "documents")}
