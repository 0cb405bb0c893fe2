"""The office's screens: ideas with their steps, comments that members reported. Every change is a POST."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from portal.accounts.models import User
from portal.community.ideas.domain import merging, moderation, steps
from portal.community.ideas.domain.adoption import make_case
from portal.community.ideas.domain.find import LARGEST, idea_by, is_office
from portal.community.ideas.domain.writing import Changed
from portal.community.ideas.enums import TAKEN_UP, IdeaStatus
from portal.community.ideas.forms import HideForm, MergeForm, StepForm
from portal.community.ideas.models import Idea, IdeaComment
from portal.core.listing import nearest_page

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
PER_PAGE = 30


def office(view: View[P]) -> View[P]:
    """For those only who decide about ideas."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_office(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@office
def index(request: HttpRequest) -> HttpResponse:
    """All ideas but drafts; those that wait longest for an answer first."""
    status = request.GET.get("status", "")
    found = Idea.objects.exclude(status=IdeaStatus.DRAFT).select_related("author")
    if status in IdeaStatus.values:
        found = found.filter(status=status, merged_into=None)
    waiting = Count(
        "comments",
        filter=Q(comments__reports__closed_at=None, comments__reports__isnull=False),
        distinct=True,
    )
    rows = found.annotate(reported=waiting).order_by("-reported", "sent_at", "pk")
    context = {
        "page": nearest_page(Paginator(rows, PER_PAGE), request.GET.get("p", "")),
        "statuses": [choice for choice in IdeaStatus.choices if choice[0] != IdeaStatus.DRAFT],
        "status": status,
    }
    return render(request, "ideas/admin/index.html", context)


@require_safe
@office
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """One idea with everything that can be decided about it."""
    return _shown(request, _idea(pk))


@require_POST
@office
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the idea its next state."""
    found = _idea(pk)
    form = StepForm(found, request.POST)
    if _is_stale(request, found):
        return _overtaken(request, found, form)
    if not form.is_valid():
        return _shown(request, found, 422, step_form=form)
    lead = form.cleaned_data.get("lead")
    try:
        steps.move(found, form.decision(), _user(request), lead=lead, request=request)
    except Changed:
        return _overtaken(request, found, form)
    except steps.NotAllowed:
        messages.error(request, _("지금 상태에서는 그렇게 바꿀 수 없습니다."))
    else:
        messages.success(request, _("상태를 바꾸고 답변을 실었습니다."))
    return redirect("ideas_admin_idea", pk=found.pk)


@require_POST
@office
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge the idea into another."""
    found = _idea(pk)
    form = MergeForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, 422, merge_form=form)
    into = idea_by(form.cleaned_data["into"])
    try:
        if into is None:
            raise steps.NotAllowed
        merging.merge(found, into, form.cleaned_data["version"], _user(request))
    except Changed:
        return _overtaken(request, found, form)
    except steps.NotAllowed:
        form.add_error("into", _("합칠 수 없는 아이디어입니다. 공개된 다른 아이디어의 번호를 적어 주십시오."))
        return _shown(request, found, 422, merge_form=form)
    messages.success(request, _("아이디어를 합쳤습니다. 옛 주소는 남긴 아이디어로 이어집니다."))
    return redirect("ideas_admin_idea", pk=into.pk)


@require_POST
@office
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the case draft again that somebody deleted."""
    found = _idea(pk)
    made = make_case(found, _user(request), found.districts.first())
    if made is None:
        messages.error(request, _("채택한 아이디어만 사례 초안이 됩니다."))
        return redirect("ideas_admin_idea", pk=found.pk)
    return redirect("wagtailadmin_pages:edit", made.pk)


@require_POST
@office
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide an idea from readers."""
    return _hide(request, _idea(pk), pk)


@require_POST
@office
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an idea again."""
    found = _idea(pk)
    moderation.restore(found, _user(request))
    messages.success(request, _("다시 보이게 했습니다."))
    return redirect("ideas_admin_idea", pk=found.pk)


@require_POST
@office
def hide_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a comment from readers."""
    found = _comment(pk)
    return _hide(request, found, found.idea_id)


@require_POST
@office
def restore_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a comment again."""
    found = _comment(pk)
    moderation.restore(found, _user(request))
    messages.success(request, _("다시 보이게 했습니다."))
    return redirect("ideas_admin_idea", pk=found.idea_id)


@require_POST
@office
def leave_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the reports of a comment that stays."""
    found = _comment(pk)
    moderation.leave(found)
    messages.success(request, _("신고를 처리하고 댓글은 그대로 두었습니다."))
    return redirect("ideas_admin_idea", pk=found.idea_id)


def _hide(request: HttpRequest, item: Idea | IdeaComment, idea_pk: int) -> HttpResponse:
    form = HideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("가리는 까닭을 %(most)s자 안으로 적어 주십시오.") % {"most": 300})
    elif moderation.hide(item, form.cleaned_data["reason"], _user(request)):
        messages.success(request, _("까닭을 남기고 가렸습니다."))
    return redirect("ideas_admin_idea", pk=idea_pk)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _idea(pk: int) -> Idea:
    found = idea_by(pk)
    if found is None or found.is_draft:
        raise Http404
    return found


def _comment(pk: int) -> IdeaComment:
    found = IdeaComment.objects.filter(pk=min(pk, LARGEST)).first()
    if found is None:
        raise Http404
    return found


def _is_stale(request: HttpRequest, found: Idea) -> bool:
    """Whether the form was made of an earlier version; the choices that it offered may be gone."""
    sent = request.POST.get("version", "")
    return sent.isdecimal() and sent != str(found.version)


def _overtaken(request: HttpRequest, found: Idea, form: StepForm | MergeForm) -> HttpResponse:
    """Somebody else was faster: what was typed stays, what they did is shown."""
    messages.error(
        request, _("그사이 다른 사람이 이 아이디어를 바꿨습니다. 아래 상태를 확인하고 다시 보내 주십시오.")
    )
    current = _idea(found.pk)
    sent = {**request.POST.dict(), "version": current.version}
    if isinstance(form, StepForm):
        return _shown(request, current, 409, step_form=StepForm(current, sent))
    return _shown(request, current, 409, merge_form=MergeForm(sent))


def _shown(request: HttpRequest, found: Idea, status: int = 200, **forms: Any) -> HttpResponse:
    can_move = bool(found.is_public and found.following)
    context = {
        "idea": found,
        "steps": found.steps.select_related("written_by"),
        "comments": found.comments.select_related("author", "hidden_by").prefetch_related("reports"),
        "documents": [row.document for row in found.files.select_related("document")],
        "merged": found.merged.all(),
        "step_form": (forms.get("step_form") or StepForm(found)) if can_move else None,
        "merge_form": (forms.get("merge_form") or MergeForm(initial={"version": found.version}))
        if found.is_public and not found.case_id
        else None,
        "may_make_case": found.is_public and found.status in TAKEN_UP and not found.case_id,
    }
    return render(request, "ideas/admin/idea.html", context, status=status)
