"""One's own bookmarks, places to go on listening, and searches. Everything is asked for by its owner only."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.models import User
from portal.community.bookmarks.domain import keeping, listening, searches
from portal.community.bookmarks.domain.listing import bookmarks_context, rows_of
from portal.community.bookmarks.domain.targets import LARGEST, find_target
from portal.community.bookmarks.forms import KeepForm, NameForm, NoteForm, PositionForm
from portal.community.bookmarks.models import Bookmark, Position, SavedSearch

ModelT = TypeVar("ModelT", bound=Model)


def account(request: HttpRequest) -> User:
    """Who is signed in; for views behind ``login_required``."""
    return cast(User, request.user)


@require_safe
@login_required
def bookmarks(request: HttpRequest) -> HttpResponse:
    """The list, with where to go on listening above it."""
    return _private(render(request, "bookmarks/list.html", bookmarks_context(account(request), request)))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what the form says and go back to it. 404 for what this reader may not see."""
    if request.method != "POST":
        # Whoever had to sign in first comes back here without what was sent.
        return HttpResponseRedirect(reverse("bookmarks"))
    form = KeepForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("담지 못했습니다. 메모는 1,000자까지 쓸 수 있습니다."))
        return _back(request)
    target = find_target(form.cleaned_data["on"], form.place, request.user)
    if target is None:
        raise Http404
    try:
        _bookmark, fresh = keeping.keep(account(request), target, form.cleaned_data["note"].strip())
    except keeping.TooMany:
        messages.error(request, _("더 담을 수 없습니다. 담아 둔 것을 먼저 지워 주십시오."))
    else:
        if form.place and not target.locator:
            messages.warning(request, _("그런 대목이 없어 쪽 전체를 담았습니다."))
        messages.success(request, _("담아 두었습니다.") if fresh else _("이미 담아 둔 곳입니다."))
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def bookmark(request: HttpRequest, pk: int) -> HttpResponse:
    """The note of a bookmark of one's own."""
    kept = _own(Bookmark, request, pk)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"note": kept.note})
    if request.method == "POST" and form.is_valid():
        kept.note = form.cleaned_data["note"].strip()
        kept.save(update_fields=["note"])
        messages.success(request, _("메모를 저장했습니다."))
        return HttpResponseRedirect(reverse("bookmarks"))
    (row,) = rows_of([kept], request.user)
    context = {"form": form, "row": row, "most": Bookmark.NOTE_LENGTH}
    return _private(render(request, "bookmarks/note.html", context, status=422 if form.errors else 200))


@require_POST
@login_required
def forget_bookmark(request: HttpRequest, pk: int) -> HttpResponse:
    _own(Bookmark, request, pk).delete()
    messages.success(request, _("지웠습니다."))
    return _back(request, "bookmarks")


@require_POST
@login_required
def position(request: HttpRequest) -> HttpResponse:
    """The player says where it is: 204, 400 for what makes no sense, 404 for a lecture not to be heard."""
    form = PositionForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    values = form.cleaned_data
    known = listening.note_position(account(request), values["lecture"], values["seconds"])
    return HttpResponse(status=204 if known else 404)


@require_POST
@login_required
def forget_position(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop offering to go on in this lecture."""
    if pk >= LARGEST:
        raise Http404
    Position.objects.filter(user=account(request), lecture_id=pk).delete()
    return _back(request, "bookmarks")


@require_safe
@login_required
def saved_searches(request: HttpRequest) -> HttpResponse:
    found = SavedSearch.objects.filter(user=account(request))
    context = {"searches": found, "most": SavedSearch.NAME_LENGTH}
    return _private(render(request, "bookmarks/searches.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def save_search(request: HttpRequest) -> HttpResponse:
    """Save the search of ``query``, a query string of the results page."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("saved_searches"))
    try:
        saved = searches.save_search(account(request), request.POST.get("query", ""))
    except keeping.TooMany:
        messages.error(request, _("더 담을 수 없습니다. 담아 둔 것을 먼저 지워 주십시오."))
        return HttpResponseRedirect(reverse("saved_searches"))
    if saved is None:
        messages.error(request, _("찾는 말이나 조건이 있어야 담을 수 있습니다."))
    else:
        messages.success(request, _("검색을 담았습니다.") if saved[1] else _("이미 담아 둔 검색입니다."))
    return HttpResponseRedirect(reverse("saved_searches"))


@require_POST
@login_required
def rename_search(request: HttpRequest, pk: int) -> HttpResponse:
    saved = _own(SavedSearch, request, pk)
    form = NameForm(request.POST)
    if form.is_valid():
        saved.name = form.cleaned_data["name"]
        saved.save(update_fields=["name"])
        messages.success(request, _("이름을 바꾸었습니다."))
    else:
        messages.error(request, _("이름은 한 자에서 80자까지 쓸 수 있습니다."))
    return HttpResponseRedirect(reverse("saved_searches"))


@require_POST
@login_required
def forget_search(request: HttpRequest, pk: int) -> HttpResponse:
    _own(SavedSearch, request, pk).delete()
    messages.success(request, _("지웠습니다."))
    return HttpResponseRedirect(reverse("saved_searches"))


def _own(model: type[ModelT], request: HttpRequest, pk: int) -> ModelT:
    """The row if it is this reader's; 404 for that of somebody else as for none."""
    found: Any = model._default_manager.filter(pk=pk, user=request.user).first() if pk < LARGEST else None
    if found is None:
        raise Http404
    return cast(ModelT, found)


def _back(request: HttpRequest, name: str = "") -> HttpResponse:
    """To the address in the form, if it is one of ours."""
    asked = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()):
        asked = reverse(name or "bookmarks")
    return HttpResponseRedirect(asked)


def _private(answer: HttpResponse) -> HttpResponse:
    add_never_cache_headers(answer)
    return answer
