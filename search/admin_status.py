"""The page "검색 상태" of the admin: what answers searches, how far it is, what failed, and what to do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from search import outbox, registry
from search.models import IndexJob, IndexState
from search.states import SHARED
from search.status import all_statuses, database_status

MAY_SEE = "search.view_indexstate"
MOST_JOBS = 50

STATES = {
    "ok": gettext_lazy("정상"),
    "empty": gettext_lazy("색인을 만드는 중"),
    "unavailable": gettext_lazy("응답 없음"),
}
ENGINES = {"elasticsearch": "Elasticsearch", "embedded": gettext_lazy("내장 검색")}
#: Lag in seconds from which the page calls for a look at the worker.
SLOW_SECONDS = 60


def may_see(user: Any) -> bool:
    return bool(user.is_active and user.has_perm(MAY_SEE))


@require_http_methods(["GET", "HEAD", "POST"])
def status_page(request: HttpRequest) -> HttpResponse:
    """Show the state; POST puts failed jobs back in the queue. Raises PermissionDenied."""
    if not may_see(request.user):
        raise PermissionDenied
    if request.method == "POST":
        count = outbox.retry_failed()
        messages.success(request, _("실패한 작업 %(count)s건을 다시 대기열에 넣었습니다.") % {"count": count})
        return HttpResponseRedirect(reverse("search_status"))
    return render(request, "search/admin/status.html", _context())


def _context() -> dict[str, Any]:
    database, engines = database_status(), [_engine(status) for status in all_statuses()]
    return {
        "engines": engines,
        "queue": database["queue"],
        "documents": database["documents"],
        "states": [
            _state(row) for row in IndexState.objects.order_by("engine", "host") if "/" not in row.engine
        ],
        "letters": [_letter(job) for job in outbox.dead_letters()[:MOST_JOBS]],
        "advice": _advice(database["queue"], engines),
    }


def _engine(status: dict[str, Any]) -> dict[str, Any]:
    return {
        **status,
        "label": ENGINES.get(status["name"], status["name"]),
        "state_label": STATES.get(status["state"], status["state"]),
    }


def _state(row: IndexState) -> dict[str, Any]:
    """An index as the database knows it, under the names that readers know."""
    place = _("모든 서버가 함께 씀") if row.host == SHARED else row.host
    return {"row": row, "label": ENGINES.get(row.engine, row.engine), "place": place}


def _letter(job: IndexJob) -> dict[str, Any]:
    """A job that was given up, with the address of its page in the admin where it is a page."""
    address = ""
    if job.source == registry.PAGE_SOURCE:
        address = reverse("wagtailadmin_pages:edit", args=[job.object_id])
    return {"job": job, "address": address}


def _advice(queue: dict[str, Any], engines: list[dict[str, Any]]) -> list[str]:
    """What to do now, in order of urgency; nothing when all is well."""
    found = []
    first = engines[0]
    if first["state"] == "unavailable" and len(engines) > 1:
        found.append(
            _(
                "검색 서버가 응답하지 않아 내장 검색이 대신 답하고 있습니다. "
                "서버가 켜져 있는지 보십시오. 돌아오면 저절로 이어집니다."
            )
        )
    if any(engine["state"] == "empty" for engine in engines):
        found.append(
            _(
                "색인이 아직 없습니다. 작업자(manage.py worker)가 만듭니다. "
                "바로 만들려면 'manage.py search_index build'를 실행하십시오."
            )
        )
    if queue["oldest_seconds"] > SLOW_SECONDS or any(e.get("lag_seconds", 0) > SLOW_SECONDS for e in engines):
        found.append(_("반영이 늦어지고 있습니다. 작업자(manage.py worker)가 돌고 있는지 보십시오."))
    if queue["dead_letters"]:
        found.append(_("반영하지 못한 자료가 있습니다. 아래에서 까닭을 보고 고친 뒤 다시 시도하십시오."))
    return found
