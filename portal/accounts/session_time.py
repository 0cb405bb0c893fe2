"""How long a session lasts when nobody works in it: SESSION_MINUTES after the last step, told on every page."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

_ENDS = "accounts_session_ends"
_SIGNED_IN = "accounts_signed_in"
#: What a page that stands open asks by itself: no sign of anybody working.
BY_ITSELF = ("/admin/editing-sessions/",)
#: The end is moved on when this much of the time is over, so that not every step writes.
_WORTH_WRITING = 0.05


def start(request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Begin to count when somebody signs in."""
    if request is not None and hasattr(request, "session"):
        request.session[_SIGNED_IN] = time.time()
        request.session[_ENDS] = request.session[_SIGNED_IN] + settings.SESSION_COOKIE_AGE


def began(request: HttpRequest) -> float:
    """When somebody signed in to this session, in seconds since 1970."""
    return float(request.session.get(_SIGNED_IN, 0.0))


def connect() -> None:
    user_logged_in.connect(start, dispatch_uid="accounts-session-time")


def is_over(request: HttpRequest) -> bool:
    """Whether the time of a signed-in session has run out."""
    ends = request.session.get(_ENDS)
    return ends is not None and time.time() >= ends


def move_on(request: HttpRequest) -> None:
    """Somebody works: the time begins anew."""
    ends = request.session.get(_ENDS, 0.0)
    whole = settings.SESSION_COOKIE_AGE
    if ends - time.time() < whole * (1 - _WORTH_WRITING):
        request.session[_ENDS] = time.time() + whole


def seconds_left(request: HttpRequest) -> int:
    """Whole seconds until the session ends; 0 for whoever is not signed in."""
    if not request.user.is_authenticated:
        return 0
    ends = request.session.get(_ENDS)
    return settings.SESSION_COOKIE_AGE if ends is None else max(0, int(ends - time.time()))
