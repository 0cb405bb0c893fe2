"""The page "편지 상태" of the admin: how many letters wait, why, and which were given up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.letters.domain import sending
from portal.letters.domain.status import QueueStatus, queue_status

MAY_SEE = "post_office.view_email"
#: Seconds after which letters that could go call for a look at the worker.
SLOW_SECONDS = 120


def may_see(user: Any) -> bool:
    return bool(user.is_active and user.has_perm(MAY_SEE))


@require_http_methods(["GET", "HEAD", "POST"])
def status_page(request: HttpRequest) -> HttpResponse:
    """Show the queue; POST puts what was given up back into it. Raises PermissionDenied."""
    if not may_see(request.user):
        raise PermissionDenied
    if request.method == "POST":
        count = sending.send_again()
        messages.success(
            request, _("보내지 못한 편지 %(count)s통을 다시 대기열에 넣었습니다.") % {"count": count}
        )
        return HttpResponseRedirect(reverse("letters_status"))
    status = queue_status()
    return render(request, "letters/admin/status.html", {"status": status, "advice": _advice(status)})


def _advice(status: QueueStatus) -> list[str]:
    """What to do now, in order of urgency; nothing when all is well."""
    found = []
    if status.server.away_since and status.waiting:
        found.append(
            _("메일 서버가 응답하지 않아 편지 %(count)s통이 기다립니다. 서버가 돌아오면 저절로 나갑니다.")
            % {"count": status.waiting}
        )
    elif status.oldest_seconds > SLOW_SECONDS:
        found.append(_("편지가 나가지 않고 있습니다. 작업자(manage.py worker)가 돌고 있는지 보십시오."))
    if status.given_up_count:
        found.append(_("보내지 못한 편지가 있습니다. 아래에서 까닭을 보고 다시 보내십시오."))
    return found
