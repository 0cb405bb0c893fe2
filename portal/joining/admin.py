"""The desk "가입" of the admin: inviting, requests to decide, open invitations, locked accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.models import User
from portal.joining.domain import ask, dormancy, invite
from portal.joining.domain.rules import account_rules
from portal.joining.enums import InvitedRole, RequestState
from portal.joining.forms import InviteForm
from portal.joining.models import AccountRequest, Invitation

MAY = "joining.add_invitation"
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def may_use(user: Any) -> bool:
    """The forum's office: administrators and the forum's editors."""
    return bool(user.is_active and user.has_perm(MAY))


def for_office(view: View[P]) -> View[P]:
    """Refuse everybody else. Raises PermissionDenied."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not may_use(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@for_office
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """Everything there is to do; POST invites somebody."""
    asked = request.method == "POST"
    form = InviteForm(request.POST if asked else None)
    if asked and form.is_valid():
        try:
            invite.invite(form.save(commit=False), _self(request))
        except invite.Known:
            form.add_error("email", _("이미 계정이 있는 주소입니다."))
        else:
            return _back(request, _("초대를 보냈습니다."))
    rules = account_rules()
    context = {
        "form": form,
        "requests": AccountRequest.objects.filter(state=RequestState.WAITING).select_related("district"),
        "invitations": Invitation.objects.filter(used_at=None, taken_back_at=None).select_related("district"),
        "ended": timezone.now() - timedelta(days=rules.invitation_days),
        "sleepers": dormancy.sleeping().select_related("dormancy", "district"),
        "roles": InvitedRole,
        "rules": rules,
    }
    return render(request, "joining/admin/desk.html", context, status=422 if asked else 200)


@for_office
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or refuse a request; the second of two people is told that somebody was first."""
    role = request.POST.get("role", "")
    try:
        if "refuse" in request.POST:
            ask.refuse(pk, request.POST.get("reason", "")[:500], _self(request))
            return _back(request, _("신청을 거절하고 알렸습니다."))
        chosen = InvitedRole(role) if role in InvitedRole.values else InvitedRole.READER
        ask.approve(pk, chosen, _self(request))
    except ask.Decided:
        return _back(request, _("이미 처리된 신청입니다."), good=False)
    except invite.Known:
        return _back(request, _("이미 계정이 있는 주소입니다."), good=False)
    return _back(request, _("신청을 승인하고 초대를 보냈습니다."))


@for_office
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation once more, or take it back."""
    if "again" in request.POST:
        done, said = invite.send_again(pk, _self(request)), _("초대를 다시 보냈습니다.")
    else:
        done, said = invite.take_back(pk, _self(request)), _("초대를 취소했습니다.")
    return _back(request, said if done else _("이미 쓰였거나 취소된 초대입니다."), good=done)


@for_office
@require_POST
def wake(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an account that was locked because nobody used it."""
    done = dormancy.wake(pk, _self(request))
    said = _("계정을 다시 열었습니다.") if done else _("잠긴 계정이 아닙니다.")
    return _back(request, said, good=done is not None)


def _self(request: HttpRequest) -> User:
    """Who uses the desk: somebody of the office."""
    return cast(User, request.user)


def _back(request: HttpRequest, said: str, *, good: bool = True) -> HttpResponse:
    (messages.success if good else messages.warning)(request, said)
    return HttpResponseRedirect(reverse("joining_desk"))
