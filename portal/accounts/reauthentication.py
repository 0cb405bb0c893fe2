"""Sensitive steps: whoever takes one has signed in a short while ago, or does so once more.

`@recently_signed_in` on a view is all that a room needs. A form that was sent too late is not lost: after signing in
once more it is shown again, to be sent with one click (portal.accounts.domain.kept_forms).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from portal.accounts.domain import kept_forms
from portal.accounts.session_time import began

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed_in_recently(request: HttpRequest) -> bool:
    """Whether the one who asks gave a password or a code within REAUTHENTICATION_SECONDS."""
    if not request.user.is_authenticated:
        return False
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    last = max([began(request), *(float(record["at"]) for record in records)])
    return time.time() - last < settings.REAUTHENTICATION_SECONDS


def recently_signed_in(view: View[P]) -> View[P]:
    """Answer only those who signed in a short while ago; others are asked to, and led back."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return ask_again(request) or view(request, *args, **kwargs)

    return guarded


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """The way to sign in once more, for who did so too long ago; None for who did so recently."""
    if signed_in_recently(request):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("login"))
    back = request.get_full_path()
    kept = kept_forms.take(request)
    if kept is not None:
        kept_forms.keep(request, kept)
        back = reverse("account_kept_form")
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    start = methods[0]["url"] if methods else reverse("login")
    return HttpResponseRedirect(f"{start}?{urlencode({'next': back})}")
