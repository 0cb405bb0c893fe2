"""Addresses of the account that django-allauth does not answer itself."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from portal.core.middleware import ADMIN_PREFIX


def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """The editor has no sign-in of its own."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        wanted = ADMIN_PREFIX
    return HttpResponseRedirect(f"{reverse('login')}?{urlencode({'next': wanted})}")


def admin_password_reset(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The editor sends no passwords of its own."""
    return redirect("account_reset_password")
