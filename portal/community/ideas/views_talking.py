"""Comments, support and reports. Only what everybody may read can be talked about."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.models import User
from portal.community.ideas.domain import talking
from portal.community.ideas.domain.find import public_idea, shown_comment
from portal.community.ideas.domain.listing import idea_context
from portal.community.ideas.domain.writing import TooMany
from portal.community.ideas.forms import CommentForm, ReportForm
from portal.community.ideas.models import Idea


def _idea(pk: int) -> Idea:
    idea = public_idea(pk)
    if idea is None:
        raise Http404
    return idea


@login_required
@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about an idea."""
    idea = _idea(pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        user = cast(User, request.user)
        try:
            kept = talking.say(idea, data["body"], data["signed_as"], data["key"], user)
        except TooMany:
            form.add_error(None, _("짧은 동안 댓글을 많이 쓰셨습니다. 한 시간 뒤에 다시 써 주십시오."))
        else:
            return redirect(f"{kept.idea.get_absolute_url()}#comment-{kept.pk}")
    context = {**idea_context(idea, request), "form": form}
    return render(request, "ideas/idea.html", context, status=422)


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a comment of one's own. 404 for anybody else's."""
    found = shown_comment(pk)
    if found is None or not talking.take_back(found, cast(User, request.user)):
        raise Http404
    messages.success(request, _("댓글을 지웠습니다."))
    return redirect(f"{found.idea.get_absolute_url()}#comments")


@login_required
@require_POST
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """Support an idea; with ``off`` no longer."""
    idea = _idea(pk)
    user = cast(User, request.user)
    talking.support(idea, user, wanted="off" not in request.POST)
    return redirect(f"{idea.get_absolute_url()}#support")


@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the office to look at a comment."""
    found = shown_comment(pk)
    if found is None:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = cast(User, request.user)
        try:
            talking.report(found, form.cleaned_data["reason"], user)
        except TooMany:
            form.add_error(None, _("짧은 동안 신고를 많이 하셨습니다. 한 시간 뒤에 다시 해 주십시오."))
        else:
            messages.success(request, _("신고를 받았습니다. 사무국이 살펴봅니다."))
            return redirect(found.idea)
    context = {"form": form, "comment": found, "idea": found.idea}
    return render(request, "ideas/report.html", context, status=422 if form.errors else 200)
