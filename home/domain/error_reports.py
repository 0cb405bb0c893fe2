"""Receiving reports of errors: a form that asks for no name, keeps what is sent and cannot be flooded."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote, unquote

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from home.models import ErrorReport
from portal.core.models import SiteIdentity

if TYPE_CHECKING:
    from home.models import ErrorReportPage

# Readers together; what comes beyond would bury the reports of people.
MOST_PER_HOUR = 60
MAX_ADDRESS = 500


class ErrorReportForm(forms.ModelForm[ErrorReport]):
    """What a reader fills in. `website` is hidden from people; programs that fill in everything fill it in too."""

    website = forms.CharField(required=False, max_length=200)

    class Meta:
        model = ErrorReport
        fields: ClassVar = ["kind", "address", "text"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since = timezone.now() - datetime.timedelta(hours=1)
        if ErrorReport.objects.filter(created_at__gte=since).count() >= MOST_PER_HOUR:
            raise forms.ValidationError(
                _("지금은 신고가 많아 더 받지 못합니다. 한 시간 뒤에 다시 보내 주세요.")
            )
        return cleaned


def answer(page: ErrorReportPage, request: HttpRequest) -> HttpResponse:
    """The page with its form; a report that is in order is kept and thanked for at an address of its own."""
    asked = request.method == "POST"
    address = page_asked_about(request)
    form = ErrorReportForm(request.POST if asked else None, initial={"address": address})
    if asked and form.is_valid():
        if not form.cleaned_data["website"]:
            form.save()
        return HttpResponseRedirect(f"{request.path}?sent=1")
    context = {
        **page.get_context(request),
        "form": form,
        "kinds": [
            {"value": value, "label": label, "chosen": str(form["kind"].value()) == value}
            for value, label in ErrorReport.Kind.choices
        ],
        "sent": "sent" in request.GET and not asked,
        "mail_link": mail_link(request, address),
    }
    response = TemplateResponse(request, page.get_template(request), context, status=422 if asked else 200)
    # The form carries a token of the reader's own.
    add_never_cache_headers(response)
    return response


def page_asked_about(request: HttpRequest) -> str:
    """The full address of the page that the reader came from, by `page`; "" for anything but a path of this site."""
    path = unquote(request.GET.get("page", ""))
    if not path.startswith("/") or path.startswith("//") or not path.isprintable() or "\\" in path:
        return ""
    return f"{request.scheme}://{request.get_host()}{path}"[:MAX_ADDRESS]


def mail_link(request: HttpRequest, address: str) -> str:
    """A mailto link with the page's address filled in; "" while the operator has named no mailbox."""
    mailbox = SiteIdentity.for_request(request).email
    if not mailbox:
        return ""
    subject, body = gettext("오류 신고"), f"{gettext('쪽 주소')}: {address}\n\n{gettext('설명')}: \n"
    return f"mailto:{quote(mailbox, safe='@+')}?subject={quote(subject)}&body={quote(body)}"
