"""The pages on which people take out what is held about them, and delete their account."""

from __future__ import annotations

from typing import cast

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.models import User
from portal.accounts.reauthentication import recently_signed_in
from portal.joining.domain import own_data


@require_safe
@login_required
@never_cache
def data(request: HttpRequest) -> HttpResponse:
    """What there is, and the two things to do with it."""
    return render(request, "joining/data.html")


@require_POST
@login_required
@recently_signed_in
@never_cache
def data_file(request: HttpRequest) -> HttpResponse:
    """Everything as a file. Asked for by a form, so that no link of another site makes it."""
    user = _self(request)
    own_data.tell_of_export(user)
    answer = HttpResponse(own_data.as_file(user), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="my-data-{timezone.localdate():%Y%m%d}.json"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@recently_signed_in
@never_cache
def delete(request: HttpRequest) -> HttpResponse:
    """Deletes the account after a box was ticked."""
    user = _self(request)
    unsure = request.method == "POST" and "sure" not in request.POST
    context = {"unsure": unsure, "last": own_data.is_last_administrator(user)}
    if request.method == "POST" and not unsure and not context["last"]:
        own_data.delete_account(user)
        logout(request)
        return redirect("joining:deleted")
    return render(request, "joining/delete.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "joining/deleted.html")


def _self(request: HttpRequest) -> User:
    return User.objects.get(pk=cast(User, request.user).pk)
