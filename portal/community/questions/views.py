"""Screens of questions: the list, one of them, one's own, and asking."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.community.members.domain.find import member_of
from portal.community.questions.domain import asking, rights
from portal.community.questions.domain.listing import list_context, mine_context
from portal.community.questions.domain.names import role_of
from portal.community.questions.domain.shown import visible, with_rest
from portal.community.questions.domain.similar import similar_to
from portal.community.questions.domain.subjects import Subject, find_subject, place_name
from portal.community.questions.forms import AskForm
from portal.community.questions.models import Question
from search.audience import Viewer

ALIKE = ("question", "case", "lecture", "term")


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """Answered and approved questions whose page the reader may see."""
    return render(request, "questions/list.html", list_context(request))


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question. Until it is published for its asker, its addressee and the office; 404 for everybody else."""
    found = with_rest(Question.objects.filter(pk=_number(pk))).select_related("post__holder").first()
    if found is None:
        raise Http404
    subject = find_subject(found.subject_key, request.user)
    public = found.is_public and visible(Question.objects.filter(pk=found.pk), request.user).exists()
    if not public and not rights.may_see_unpublished(request.user, found):
        raise Http404
    context = {
        "question": found,
        "subject": subject,
        "public": public,
        "may_answer": rights.may_answer(request.user, found),
        "may_decide": rights.is_office(request.user),
        "own": request.user.is_authenticated and found.author_id == request.user.pk,
    }
    answer = render(request, "questions/question.html", context)
    if not (public and find_subject(found.subject_key, Viewer())):
        add_never_cache_headers(answer)
    return answer


@require_POST
@csrf_protect
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a question of one's own. 404 for anybody else's; one that was answered meanwhile is shown instead."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("questions:mine"))
    found = Question.objects.filter(pk=_number(pk), author=request.user).first()
    if found is None:
        raise Http404
    if not asking.withdraw(found, request.user):
        messages.warning(request, _("이미 답이 왔거나 처리된 질문이라 거둘 수 없습니다."))
        return redirect(found)
    messages.success(request, _("질문을 거두었습니다. 보낸 링크는 더 열리지 않습니다."))
    return redirect("questions:mine")


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the member asked, what waits at their posts, and for the office everything that waits."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    answer = render(request, "questions/mine.html", mine_context(request.user))
    add_never_cache_headers(answer)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def ask(request: HttpRequest) -> HttpResponse:
    """Write, look at it once more beside what is alike, send. Sending the same form again changes nothing."""
    key, at = request.GET.get("about", "")[:40], request.GET.get("at", "")[:200]
    if not request.user.is_authenticated:
        # What was written outlives the session: portal.accounts.middleware keeps it.
        return redirect_to_login(request.get_full_path())
    subject = find_subject(key, request.user)
    if subject is None:
        raise Http404
    written = request.POST if request.method == "POST" else None
    form = AskForm(subject, at, written)
    if written is None or "back" in written or not form.is_valid():
        bound_wrong = written is not None and "back" not in written
        return _page(request, "questions/ask.html", form, status=422 if bound_wrong else 200)
    if "send" not in written:
        return _page(request, "questions/confirm.html", form, **_second_look(form, request.user))
    return _send(request, form, subject)


def _send(request: HttpRequest, form: AskForm, subject: Subject) -> HttpResponse:
    try:
        asked = asking.ask(subject, form.asked(), request.user)  # type: ignore[arg-type]
    except asking.TooMany:
        form.add_error(
            None,
            _("지금은 더 물을 수 없습니다. 먼저 물은 것에 답이 오거나 시간이 지나면 다시 물어 주십시오."),
        )
        return _page(request, "questions/ask.html", form, status=429)
    messages.success(request, _("질문을 보냈습니다. 답이 공개되면 전자우편으로 알려 드립니다."))
    return redirect(asked)


def _page(request: HttpRequest, template: str, form: AskForm, status: int = 200, **more: Any) -> HttpResponse:
    action = f"{reverse('questions:ask')}?{urlencode({'about': request.GET.get('about', '')[:40]})}"
    context = {
        "form": form,
        "subject": form.subject,
        "action": action,
        "kinds": " ".join(ALIKE),
        "own_name": member_of(request.user).name_shown,  # type: ignore[arg-type]
        **more,
    }
    answer = render(request, template, context, status=status)
    add_never_cache_headers(answer)
    return answer


def _second_look(form: AskForm, user: Any) -> dict[str, Any]:
    """What is alike, and how place and asker will be called."""
    name = member_of(user).name_shown if form.cleaned_data["with_name"] else ""
    return {
        "similar": similar_to(form.cleaned_data["title"], ALIKE, user),
        "place": place_name(form.cleaned_data["place"]),
        "asker": name or role_of(user),
    }


def _number(pk: int) -> int:
    """Databases refuse larger numbers."""
    if pk >= 2**63:
        raise Http404
    return pk
