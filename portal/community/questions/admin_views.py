"""Questions in the admin: the list with what waits first, and the decision about one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from portal.accounts.models import User
from portal.community.members.models import Post
from portal.community.questions.domain import deciding, rights
from portal.community.questions.domain.subjects import find_subject
from portal.community.questions.enums import Status
from portal.community.questions.forms import DecideForm
from portal.community.questions.models import Question
from portal.core import personal_data
from portal.core.listing import nearest_page

PER_PAGE = 50
ACTIONS = ("publish", "save", "refuse", "again")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Questions in one state, or all; those that wait longest first."""
    _require_office(request)
    chosen = request.GET.get("status", "")
    found = Question.objects.select_related("page", "document", "post__district", "speaker", "author")
    if chosen in Status.values:
        found = found.filter(status=chosen).order_by("asked_at", "pk")
    counts = {value: Question.objects.filter(status=value).count() for value in Status.values}
    context = {
        "questions": nearest_page(Paginator(found, PER_PAGE), request.GET.get("p", "")),
        "chosen": chosen,
        "states": [(value, label, counts[value]) for value, label in Status.choices],
    }
    return render(request, "questions/admin/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One question with its answer: mend, publish, refuse or send again. What was seen must still be so."""
    user = _require_office(request)
    if pk >= 2**63:
        raise Http404
    question = get_object_or_404(_all(), pk=pk)
    form = DecideForm(request.POST or None, initial=_initial(question))
    action = next((name for name in ACTIONS if name in request.POST), "")
    if request.method == "POST" and action and form.is_valid():
        answer = _act(request, pk, form, action, user)
        if answer is not None:
            return answer
        question = get_object_or_404(_all(), pk=pk)
    context = {
        "question": question,
        "form": form,
        "subject": find_subject(question.subject_key, request.user),
        "finds": _finds(question),
        "posts": Post.objects.select_related("district"),
    }
    return render(request, "questions/admin/decide.html", context)


def _act(
    request: HttpRequest, pk: int, form: DecideForm, action: str, user: User
) -> HttpResponseRedirect | None:
    """Do it and lead on; None where the form has to be shown again."""
    version, data = form.cleaned_data["version"], form.cleaned_data
    try:
        if action == "publish":
            deciding.publish(pk, version, form.wording(), user)
            messages.success(request, _("질문과 답을 공개했습니다."))
        elif action == "refuse":
            deciding.refuse(pk, version, data["reason"], user)
            messages.success(request, _("싣지 않기로 하고 까닭을 물은 이에게 알렸습니다."))
        elif action == "again":
            deciding.send_again(pk, version, data["post"], user)
            messages.success(request, _("질문을 다시 보냈습니다. 먼저 보낸 링크는 이제 쓸 수 없습니다."))
        else:
            deciding.save_wording(pk, version, form.wording(), user)
            messages.success(request, _("고친 글을 남겼습니다."))
            return redirect("question_decide", pk)
    except deciding.Changed as changed:
        messages.error(request, _told(changed))
        return redirect("question_decide", pk)
    except deciding.NotPossible:
        form.add_error(None, _impossible(action))
        messages.error(request, _impossible(action))
        return None
    return redirect("question_index")


def _told(changed: deciding.Changed) -> str:
    if changed.question is None:
        return _("그사이 지워진 질문입니다.")
    return _(
        "그사이 다른 사람이 이 질문을 고쳤거나 정했습니다. 지금 상태: %(status)s. 아래에서 다시 보십시오."
    ) % {"status": changed.question.get_status_display()}


def _impossible(action: str) -> str:
    return {
        "publish": _("답이 있어야 공개할 수 있습니다."),
        "refuse": _("싣지 않는 까닭을 적어 주십시오."),
        "again": _("답을 기다리는 질문만 다시 보낼 수 있습니다."),
    }.get(action, _("지금은 할 수 없습니다."))


def _require_office(request: HttpRequest) -> User:
    if not rights.is_office(request.user):
        raise PermissionDenied
    return request.user  # type: ignore[return-value]


def _all() -> Any:
    return Question.objects.select_related(
        "post__district", "post__holder", "speaker", "author", "page", "document"
    )


def _initial(question: Question) -> dict[str, Any]:
    return {
        "title": question.title,
        "text": question.text,
        "answer": question.answer,
        "reason": question.reason,
        "version": question.version,
    }


def _finds(question: Question) -> list[str]:
    """What looks like personal data in the texts, without its middle."""
    text = "\n".join([question.title, question.text, question.answer])
    return [personal_data.mask(one.text) for one in personal_data.find(text)]
