"""사례 요청하기: what readers looked for in vain, kept for the editors. Asks for no name and cannot be flooded."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from portal.core.open_forms import OpenForm
from search.facets import FacetVocabulary
from search.models import CaseRequest
from search.params import clean

MAX_QUERY = 200


class CaseRequestForm(OpenForm[CaseRequest]):
    """What a reader fills in."""

    too_many = _("지금은 요청이 많아 더 받지 못합니다. 한 시간 뒤에 다시 보내 주세요.")

    class Meta:
        model = CaseRequest
        fields: ClassVar = ["query", "district", "text", "contact"]

    def clean_query(self) -> str:
        query = clean(self.cleaned_data["query"])
        if not query:
            raise forms.ValidationError(_("무엇을 찾으셨는지 적어 주십시오."))
        return query

    def clean_district(self) -> str:
        written = self.cleaned_data["district"]
        return (FacetVocabulary().canonical("district", written) or "") if written else ""


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def request_case(request: HttpRequest) -> HttpResponse:
    """The form, filled with what was looked for; a request in order is kept and thanked for at its own address."""
    asked = request.method == "POST"
    initial = {
        "query": clean(request.GET.get("q", ""))[:MAX_QUERY],
        "district": FacetVocabulary().canonical("district", clean(request.GET.get("district", ""))[:40])
        or "",
    }
    form = CaseRequestForm(request.POST if asked else None, initial=initial)
    if asked and form.is_valid():
        form.keep()
        return HttpResponseRedirect(f"{request.path}?sent=1")
    chosen = str(form["district"].value() or "")
    context = {
        "form": form,
        "districts": [
            {"value": item.value, "label": item.shown, "chosen": item.value == chosen}
            for item in FacetVocabulary().values("district")
        ],
        "sent": "sent" in request.GET and not asked,
        "days": CaseRequest.KEPT_DAYS,
    }
    answer = render(request, "search/case_request.html", context, status=422 if asked else 200)
    # The form carries a token of the reader's own.
    add_never_cache_headers(answer)
    return answer


def forget_old() -> int:
    """Delete what has been kept long enough; returns how many requests."""
    before = timezone.now() - datetime.timedelta(days=CaseRequest.KEPT_DAYS)
    return CaseRequest.objects.filter(created_at__lt=before).delete()[0]
