"""The answer form: by the link of the letter, without an account, or signed in as the post's holder or the office."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.community.links import Expired, LinkProblem
from portal.community.questions.domain import answering, rights
from portal.community.questions.domain.recipients import label_of
from portal.community.questions.domain.subjects import place_name
from portal.community.questions.forms import AnswerForm
from portal.community.questions.models import Question


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Looking does not use the link up, answering does. 410 for one that is expired or used, 404 for any other."""
    try:
        found = answering.question_of_link(token)
    except Expired:
        return _gone(request, "expired")
    except answering.Gone:
        return _gone(request, "used")
    except LinkProblem as error:
        raise Http404 from error
    return _form(request, found, None)


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def answer_signed_in(request: HttpRequest, pk: int) -> HttpResponse:
    """For the holder of the post that was asked, and for the office; 404 for everybody else."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if pk >= 2**63:
        raise Http404
    found = Question.objects.select_related("post__holder", "post__district", "speaker").filter(pk=pk).first()
    if found is None or not (rights.holds_post(request.user, found) or rights.is_office(request.user)):
        raise Http404
    if not rights.may_answer(request.user, found):
        return _gone(request, "used")
    return _form(request, found, request.user)  # type: ignore[arg-type]


def _form(request: HttpRequest, question: Question, by: User | None) -> HttpResponse:
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answering.answer(question, form.cleaned_data["answer"], by)
        except answering.Gone:
            return _gone(request, "used")
        return _closed(request, "questions/answered.html")
    context = {
        "form": form,
        "question": question,
        "place": place_name(question.locator),
        "label": label_of(question),
    }
    return _closed(
        request, "questions/answer.html", status=422 if request.method == "POST" else 200, **context
    )


def _gone(request: HttpRequest, why: str) -> HttpResponse:
    return _closed(request, "questions/link_gone.html", status=410, why=why)


def _closed(request: HttpRequest, template: str, status: int = 200, **context: object) -> HttpResponse:
    answer = render(request, template, context, status=status)
    add_never_cache_headers(answer)
    return answer
