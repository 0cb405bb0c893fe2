"""What holds for every request of somebody who signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from portal.accounts import session_time
from portal.accounts.domain import kept_forms
from portal.accounts.domain.second_factor import (
    has_second_factor,
    needs_second_factor,
    opened_with_second_factor,
)
from portal.accounts.forms import SignInForm
from portal.accounts.reauthentication import ask_again
from portal.core.middleware import ADMIN_PREFIX

GetResponse = Callable[[HttpRequest], HttpResponse]

#: What an editor without a second factor reaches: setting it up, and going away. By name of the address.
BEFORE_SECOND_FACTOR = frozenset(
    {
        "account_confirm_email",
        "account_email_verification_sent",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_session",
        "healthz",
        "login",
        "logout",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "openid_connect_callback",
        "openid_connect_login",
        "readyz",
        "admin_logout",
    }
)
#: Where accounts and rights are given in the editor.
RIGHTS = frozenset({"wagtailusers_groups", "wagtailusers_users"})


class SessionTimeMiddleware:
    """End sessions in which nobody has worked for SESSION_MINUTES, and keep a form that comes after that.

    Only a browser that still brings the cookie of a session is answered with the form on the sign-in page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        if request.user.is_authenticated:
            if session_time.is_over(request):
                logout(request)
            elif not request.path.startswith(session_time.BY_ITSELF) and not _only_asks(request):
                session_time.move_on(request)
        response = self.get_response(request)
        return _with_form(request, response) if _came_too_late(request, response) else response


def _only_asks(request: HttpRequest) -> bool:
    """Whether a page asks by itself how long the session lasts."""
    return request.method != "POST" and request.path.endswith(reverse("account_session"))


def _came_too_late(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a form of a person was answered with the way to sign in."""
    if request.method != "POST" or response.status_code != 302 or request.user.is_authenticated:
        return False
    if not request.accepts("text/html") or request.headers.get("x-requested-with"):
        return False
    path = response.get("Location", "").partition("?")[0]
    return path.endswith(reverse("login")) and not request.path.endswith(reverse("login"))


def _with_form(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    kept = kept_forms.take(request)
    if kept is None:
        return response
    context = {"form": SignInForm(request=request), "kept_form": kept_forms.sign(kept), "providers": []}
    answer = render(request, "account/login.html", context)
    add_never_cache_headers(answer)
    return answer


class SecondFactorMiddleware:
    """Lead editors without a second factor to its set-up, wherever they go (TOTP_REQUIRED).

    A session that was opened before codes were set up elsewhere is asked for one.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not settings.TOTP_REQUIRED or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        match = request.resolver_match
        if match is not None and match.view_name in BEFORE_SECOND_FACTOR:
            return None
        if not needs_second_factor(request.user) or opened_with_second_factor(request):
            return None
        if not has_second_factor(request.user):
            return redirect("mfa_activate_totp")
        return HttpResponseRedirect(
            f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}"
        )


class SensitiveStepsMiddleware:
    """In the editor: accounts, rights and exports are for who has signed in a short while ago."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if not request.path.startswith(ADMIN_PREFIX) or match is None or not request.user.is_authenticated:
            return None
        return ask_again(request) if match.namespace in RIGHTS or "export" in request.GET else None
