"""Two pages of the admin: a synonym before and after, and how far the analyser's words have come."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from search.admin_status import ENGINES
from search.editing import applying
from search.editing.applying import Outcome
from search.editing.preview import compare
from search.editing.progress import Stage, progress, under_way
from search.models import Synonym, UserWord
from search.states import SHARED

MAY_APPLY = "search.change_synonym"
MAY_SEE_WORDS = "search.view_userword"

#: How often the page of the progress comes again by itself.
LOOK_AGAIN_SECONDS = 5

STAGES = {
    Stage.DONE: gettext_lazy("반영됨"),
    Stage.WAITING: gettext_lazy("곧 시작함"),
    Stage.BUILDING: gettext_lazy("새로 만드는 중"),
    Stage.STOPPED: gettext_lazy("멈춤"),
    Stage.SILENT: gettext_lazy("작업자가 응답하지 않음"),
}
_APPLIED = {
    Outcome.DONE: gettext_lazy("적용했습니다. 이제 모든 검색이 이 유의어를 씁니다."),
    Outcome.ALREADY: gettext_lazy("이미 적용되어 있습니다."),
    Outcome.OTHERWISE: gettext_lazy("그사이 유의어가 바뀌었습니다. 결과를 다시 견주어 보고 적용해 주십시오."),
}
_WITHDRAWN = {
    Outcome.DONE: gettext_lazy("적용을 풀었습니다. 유의어는 초안으로 남습니다."),
    Outcome.ALREADY: gettext_lazy("이미 적용을 푼 유의어입니다."),
}


def _require(request: HttpRequest, right: str) -> None:
    if not (request.user.is_active and request.user.has_perm(right)):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
def compare_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Before and after; POST applies what was seen (``apply`` and ``seen``) or takes it back (``withdraw``)."""
    _require(request, MAY_APPLY)
    synonym = get_object_or_404(Synonym, pk=pk)
    if request.method == "POST":
        _act(request, pk)
        return HttpResponseRedirect(reverse("search_synonym", args=[pk]))
    found = compare(synonym)
    context = {
        "synonym": synonym,
        "seen": applying.seen_as(synonym),
        "changed": [item for item in found if item.differs],
        "unchanged": [item for item in found if not item.differs],
        "edit_url": reverse("wagtailsnippets_search_synonym:edit", args=[pk]),
        "index_url": reverse("wagtailsnippets_search_synonym:list"),
    }
    return render(request, "search/admin/synonym.html", context)


def _act(request: HttpRequest, pk: int) -> None:
    try:
        if "withdraw" in request.POST:
            outcome = applying.withdraw(pk, request.user)
            messages.success(request, _WITHDRAWN[outcome])
            return
        outcome = applying.apply(pk, request.POST.get("seen", ""), request.user)
    except Synonym.DoesNotExist:
        messages.error(request, _("그사이 지워진 유의어입니다."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        tell = messages.warning if outcome == Outcome.OTHERWISE else messages.success
        tell(request, _APPLIED[outcome])


@require_safe
def words_page(request: HttpRequest) -> HttpResponse:
    """How far every index has come with the analyser's words. Comes again by itself while one is being built."""
    _require(request, MAY_SEE_WORDS)
    found = progress()
    context: dict[str, Any] = {
        "indexes": [
            {
                "item": item,
                "label": ENGINES.get(item.engine, item.engine),
                "place": _("모든 서버가 함께 씀") if item.host == SHARED else item.host,
                "stage_label": STAGES[item.stage],
                "shows_progress": item.stage in (Stage.BUILDING, Stage.STOPPED),
            }
            for item in found
        ],
        "count": UserWord.objects.count(),
        "index_url": reverse("wagtailsnippets_search_userword:list"),
    }
    answer = render(request, "search/admin/words.html", context)
    if under_way(found):
        answer["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return answer
