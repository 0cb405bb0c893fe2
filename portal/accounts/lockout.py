"""Wrong passwords and codes: counted in the database, so that all processes and restarts know of them.

Five failures of one name from one place lock that pair; many places together lock the name, many names from one
place lock the place (offices share an address, hence the higher number). A name that nobody has is counted alike,
so a lock tells nothing about who has an account.
"""

from __future__ import annotations

import math
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from portal.accounts.models import User
from search.limits import address_of

LONGEST_NAME = 254


def client_address(request: HttpRequest) -> str:
    """Where a request comes from, behind TRUSTED_PROXIES reverse proxies."""
    return address_of(request)


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The address that was tried, in one spelling."""
    given = credentials or {}
    name = given.get("email") or given.get("username") or request.POST.get("username") or ""
    return str(name).strip().lower().replace("\0", "")[:LONGEST_NAME]


class LockOutHandler(AxesDatabaseHandler):
    """Counts of the pair, and besides of the name and of the place alone."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        if super().is_locked(request, credentials):
            return True
        name, place = name_tried(request, credentials), client_address(request)
        return _failures(username=name) >= settings.LOCKOUT_FAILURES_OF_NAME or (
            _failures(ip_address=place) >= settings.LOCKOUT_FAILURES_OF_PLACE
        )


def _failures(**of: str) -> int:
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(attempt_time__gte=since, **of)
    return attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The page that says for how long signing in is closed. It names nobody."""
    seconds = int((get_cool_off(request) or settings.AXES_COOLOFF_TIME).total_seconds())
    answer = render(request, "account/locked.html", {"minutes": math.ceil(seconds / 60)}, status=429)
    answer["Retry-After"] = str(seconds)
    add_never_cache_headers(answer)
    return answer


def refuse_locked(request: HttpRequest, user: User) -> None:
    """Raise ValidationError where the name or the place is locked; the answer becomes the page that says so."""
    if not AxesProxyHandler.is_allowed(request, {"email": user.email}):
        request.axes_locked_out = True  # type: ignore[attr-defined]
        raise ValidationError("locked")


def count_failure(request: HttpRequest, user: User) -> None:
    """Count a wrong code like a wrong password."""
    AxesProxyHandler.user_login_failed(LockOutHandler, {"email": user.email}, request)
