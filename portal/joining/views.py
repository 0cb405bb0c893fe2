"""Pages for people without an account: asking for one, joining by a link, waking a locked one.

Links are opened by a button on their page: mail programs open links by themselves.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.community.links import LinkProblem
from portal.joining.domain import ask, dormancy, invite
from portal.joining.domain.rules import accepted_domains, account_rules
from portal.joining.forms import AskForm, JoinForm, WakeForm

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@csrf_protect
@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """The form of a request; the same thanks for every address that may ask."""
    asked = request.method == "POST"
    form = AskForm(request.POST if asked else None)
    if asked and form.is_valid():
        form.keep()
        return HttpResponseRedirect(f"{request.path}?sent=1")
    context = {
        "form": form,
        "sent": "sent" in request.GET and not asked,
        "domains": accepted_domains(),
        "days": account_rules().request_days,
        "confirm_days": ask.CONFIRM_WITHIN.days,
    }
    return render(request, "joining/register.html", context, status=422 if asked else 200)


@require_http_methods(METHODS)
@csrf_protect
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The address of a request is confirmed by the button on this page."""
    try:
        if request.method == "POST":
            ask.confirm(token)
            return redirect("joining:confirmed")
        ask.request_of(token)
    except LinkProblem:
        return _ended(request, "register")
    return render(request, "joining/confirm.html")


@require_http_methods(["GET", "HEAD"])
def confirmed(request: HttpRequest) -> HttpResponse:
    return render(request, "joining/confirmed.html")


@sensitive_post_parameters("password", "again")
@require_http_methods(METHODS)
@csrf_protect
@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The form behind an invitation; makes the account once."""
    asked = request.method == "POST"
    try:
        invitation = invite.invitation_of(token)
        form = JoinForm(invitation, request.POST if asked else None)
        if asked and form.is_valid():
            invite.join(token, form.newcomer())
            return redirect("joining:joined")
    except LinkProblem:
        return _ended(request, "join")
    context = {"form": form, "invitation": invitation}
    return render(request, "joining/join.html", context, status=422 if asked else 200)


@require_http_methods(["GET", "HEAD"])
def joined(request: HttpRequest) -> HttpResponse:
    return render(request, "joining/joined.html")


@require_http_methods(METHODS)
@csrf_protect
@never_cache
def wake(request: HttpRequest) -> HttpResponse:
    """Asks for a letter to a locked account; the same answer for every address."""
    asked = request.method == "POST"
    form = WakeForm(request.POST if asked else None)
    if asked and form.is_valid():
        dormancy.ask_to_wake(form.cleaned_data["email"])
        return HttpResponseRedirect(f"{request.path}?sent=1")
    context = {"form": form, "sent": "sent" in request.GET and not asked}
    return render(request, "joining/wake.html", context, status=422 if asked else 200)


@require_http_methods(METHODS)
@csrf_protect
@never_cache
def wake_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A locked account is opened by the button on the page that its letter leads to."""
    try:
        sleeper = dormancy.sleeper_of(token)
    except LinkProblem:
        return _ended(request, "wake")
    if request.method == "POST":
        dormancy.wake(sleeper.pk, None)
        return HttpResponseRedirect(f"{reverse('joining:wake')}?open=1")
    return render(request, "joining/wake_confirm.html")


def _ended(request: HttpRequest, what: str) -> HttpResponse:
    """A link that opens nothing (any more), and what to do then. The same for all reasons."""
    context: dict[str, Any] = {"what": what}
    return render(request, "joining/link_ended.html", context, status=410)
