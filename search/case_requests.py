"""사례 요청하기: what readers looked for in vain, kept for the editors. Asks for no name and cannot be flooded.

Search knows no rooms: who writes to a district or to the asker listens to `received` and `answered`.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.dispatch import Signal
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
#: Of one member within a day; readers who have not signed in are counted together.
MOST_OF_A_MEMBER = 20
#: Sent in the transaction that keeps the request, with ``request``: a CaseRequest that a district is to see, or that
#: has been answered with a page.
received, answered = Signal(), Signal()


class CaseRequestForm(OpenForm[CaseRequest]):
    """What a reader fills in."""

    too_many = _("지금은 요청이 많아 더 받지 못합니다. 한 시간 뒤에 다시 보내 주세요.")

    key = forms.UUIDField(required=False)

    class Meta:
        model = CaseRequest
        fields: ClassVar = ["query", "district", "text", "contact"]

    def __init__(self, *args: Any, asker: Any = None, **kwargs: Any) -> None:
        self.asker = asker
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        since = timezone.now() - datetime.timedelta(days=1)
        own = CaseRequest.objects.filter(asker=self.asker, created_at__gte=since) if self.asker else None
        if own is not None and own.count() >= MOST_OF_A_MEMBER:
            raise forms.ValidationError(self.too_many)
        return cleaned

    def keep(self) -> None:
        """Save what a person sent, once however often it was sent."""
        key = self.cleaned_data["key"]
        if self.cleaned_data["website"] or (key and CaseRequest.objects.filter(key=key).exists()):
            return
        self.instance.asker, self.instance.key = self.asker, key
        received.send(CaseRequest, request=self.save())

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
    asker = request.user if request.user.is_authenticated else None
    form = CaseRequestForm(request.POST if asked else None, initial=initial, asker=asker)
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
        "key": uuid.uuid4(),
        "days": CaseRequest.KEPT_DAYS,
    }
    answer = render(request, "search/case_request.html", context, status=422 if asked else 200)
    # The form carries a token of the reader's own.
    add_never_cache_headers(answer)
    return answer


def follow_up(request: CaseRequest, changed: Iterable[str]) -> None:
    """After an editor saved the fields ``changed``: an answer is told, another district is asked."""
    names = set(changed)
    if "answer" in names and request.answer_id:
        CaseRequest.objects.filter(pk=request.pk).update(done=True)
        request.done = True
        answered.send(CaseRequest, request=request)
    elif "district" in names and request.district and not request.done:
        received.send(CaseRequest, request=request)


def forget_old() -> int:
    """Delete what has been kept long enough; returns how many requests."""
    before = timezone.now() - datetime.timedelta(days=CaseRequest.KEPT_DAYS)
    return CaseRequest.objects.filter(created_at__lt=before).delete()[0]
