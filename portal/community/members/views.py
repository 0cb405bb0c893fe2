"""The directory, one's own page, the page of a post, handing it over, confirming a case."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from portal.accounts.reauthentication import recently_signed_in
from portal.community.links import Expired, LinkProblem
from portal.community.members.domain import confirming
from portal.community.members.domain.directory import directory_context
from portal.community.members.domain.find import member_of
from portal.community.members.domain.post_page import find_post, post_context
from portal.community.members.domain.profile import profile_context
from portal.community.members.domain.rights import may_hand_over
from portal.community.members.domain.succession import HolderChanged, hand_over, holder_key
from portal.community.members.forms import HandOverForm, MemberForm
from portal.community.members.models import Post


def account(request: HttpRequest) -> User:
    """Who is signed in; for views behind ``login_required``."""
    return cast(User, request.user)


@require_safe
@login_required
def directory(request: HttpRequest) -> HttpResponse:
    """Posts, or members with ``list=people``."""
    return _private(render(request, "members/directory.html", directory_context(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """One's own page."""
    member = member_of(account(request))
    form = MemberForm(request.POST if request.method == "POST" else None, instance=member)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("저장했습니다."))
        return HttpResponseRedirect(reverse("member_me"))
    status = 422 if form.errors else 200
    return _private(render(request, "members/me.html", profile_context(member, form), status=status))


@require_safe
@login_required
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a post."""
    return _private(render(request, "members/post.html", post_context(_post(pk), request)))


@require_http_methods(["GET", "HEAD", "POST"])
@recently_signed_in
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over a post, or leave it vacant."""
    found = _post(pk)
    if not may_hand_over(request.user, found):
        raise PermissionDenied
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            hand_over(found, form.successor, by=account(request), seen=form.cleaned_data["holder"])
        except HolderChanged:
            messages.error(
                request, _("그사이 이 자리의 담당이 바뀌었습니다. 지금 내용을 보고 다시 해 주십시오.")
            )
        else:
            messages.success(request, _("자리를 넘겼습니다. 질문과 사례, 우편함이 함께 넘어갔습니다."))
        return HttpResponseRedirect(found.get_absolute_url())
    context = {"post": found, "form": form, "holder_key": holder_key(found)}
    status = 422 if form.errors else 200
    return _private(render(request, "members/hand_over.html", context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_case(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a case still holds; open to whoever has the link, and done by POST only."""
    try:
        if request.method == "POST":
            user = request.user if isinstance(request.user, User) else None
            case = confirming.confirm(token, by=user)
            return _private(render(request, "members/confirmed.html", {"case": case}))
        case = confirming.case_of(token)
    except Expired:
        return _private(render(request, "members/link_ended.html", {"expired": True}, status=410))
    except LinkProblem:
        return _private(render(request, "members/link_ended.html", {"expired": False}, status=410))
    return _private(render(request, "members/confirm_case.html", {"case": case}))


def _post(pk: int) -> Post:
    found = find_post(pk)
    if found is None:
        raise Http404
    return found


def _private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response
