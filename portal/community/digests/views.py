"""The settings of the weekly letter, and the link that stops it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.community.digests.domain import choices as domain
from portal.community.digests.domain import sections
from portal.community.digests.domain.sending import next_letter
from portal.community.links import LinkProblem


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choices(request: HttpRequest) -> HttpResponse:
    """Take or stop the letter, and choose its sections."""
    user = cast(User, request.user)
    if request.method == "POST":
        domain.choose(user, "wanted" in request.POST, request.POST.getlist("section"))
        messages.success(request, _("저장했습니다."))
        return HttpResponseRedirect(reverse("digest_settings"))
    choice = domain.choice_of(user)
    context = {
        "wanted": choice.stopped_at is None,
        "sections": [(section, section.key not in choice.left_out) for section in sections.each()],
        "next": next_letter(),
        "email": user.email,
    }
    return _private(render(request, "digests/settings.html", context))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST stops: a program that only looks at links stops nothing (RFC 8058).

    Without a token of its own: the one in the address is the right to do it, and mail programs send nothing else.
    """
    try:
        pk = domain.read_stop_token(token)
    except LinkProblem:
        return _private(render(request, "digests/stop.html", {"state": "gone"}, status=410))
    if request.method != "POST":
        return _private(render(request, "digests/stop.html", {"state": "ask"}))
    known = domain.stop(pk)
    return _private(
        render(
            request, "digests/stop.html", {"state": "done" if known else "gone"}, status=200 if known else 410
        )
    )


def _private(answer: HttpResponse) -> HttpResponse:
    add_never_cache_headers(answer)
    return answer
