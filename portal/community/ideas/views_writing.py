"""Writing one's own ideas. Nobody reaches those of others: an address of somebody else's draft is not there."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.models import User
from portal.community.ideas.domain import writing
from portal.community.ideas.domain.files import ALLOWED, MOST_BYTES, MOST_FILES
from portal.community.ideas.domain.find import LARGEST, own
from portal.community.ideas.domain.listing import with_counts
from portal.community.ideas.forms import MOST_TAGS, IdeaForm
from portal.community.ideas.models import Idea

MINE_SHOWN = 100


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """An idea from its first word."""
    return _form(request, None)


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft of one's own; what was sent is read instead."""
    idea = _own(request, pk)
    return _form(request, idea) if idea.is_draft else redirect(idea)


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft of one's own away."""
    if writing.throw_away(_own(request, pk)):
        messages.success(request, _("임시 저장한 아이디어를 지웠습니다."))
    return redirect("ideas:mine")


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What one wrote, drafts and answers."""
    return render(request, "ideas/mine.html", {"ideas": with_counts(own(request.user))[:MINE_SHOWN]})


def _own(request: HttpRequest, pk: int) -> Idea:
    idea = own(request.user).filter(pk=min(pk, LARGEST)).first()
    if idea is None:
        raise Http404
    return idea


def _form(request: HttpRequest, idea: Idea | None) -> HttpResponse:
    sending = request.POST.get("action") == "send"
    if request.method != "POST":
        return _shown(request, IdeaForm(idea=idea), 200)
    form = IdeaForm(request.POST, request.FILES, idea=idea, sending=sending)
    if not form.is_valid():
        return _shown(request, form, 422)
    user = cast(User, request.user)
    try:
        kept = writing.keep_draft(idea, form.words(), user) if idea else writing.keep_new(form.words(), user)
        if sending:
            writing.send(kept, user)
    except writing.TooMany:
        form.add_error(
            None, _("지금은 더 보낼 수 없습니다. 임시 저장한 것을 정리하거나 내일 다시 보내 주십시오.")
        )
        return _shown(request, form, 422)
    except writing.Changed:
        form.add_error(
            None, _("다른 창에서 고쳤거나 이미 보낸 아이디어입니다. 내 아이디어에서 다시 열어 주십시오.")
        )
        return _shown(request, form, 409)
    if sending:
        messages.success(request, _("아이디어를 보냈습니다. 사무국이 검토하고 이 쪽에서 답합니다."))
        return redirect(kept)
    messages.success(request, _("임시 저장했습니다. 보내기 전에는 나만 볼 수 있습니다."))
    return redirect("ideas:edit", pk=kept.pk)


def _shown(request: HttpRequest, form: IdeaForm, status: int) -> HttpResponse:
    context = {
        "form": form,
        "idea": form.idea,
        "most_tags": MOST_TAGS,
        "most_files": MOST_FILES,
        "most_megabytes": MOST_BYTES // 1024**2,
        "endings": ", ".join(ALLOWED).upper(),
        "accept": ",".join(f".{ending}" for ending in ALLOWED),
    }
    return render(request, "ideas/idea_form.html", context, status=status)
