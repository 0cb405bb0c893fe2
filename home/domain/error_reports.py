"""Receiving reports of errors: a form that asks for no name, keeps what is sent and cannot be flooded."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote, unquote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from home.models import ErrorReport
from portal.core.models import SiteIdentity
from portal.core.open_forms import OpenForm

if TYPE_CHECKING:
    from home.models import ErrorReportPage

MAX_ADDRESS = 500


class ErrorReportForm(OpenForm[ErrorReport]):
    """What a reader fills in."""

    too_many = _("지금은 신고가 많아 더 받지 못합니다. 한 시간 뒤에 다시 보내 주세요.")

    class Meta:
        model = ErrorReport
        fields: ClassVar = ["kind", "address", "text"]


def answer(page: ErrorReportPage, request: HttpRequest) -> HttpResponse:
    """The page with its form; a report that is in order is kept and thanked for at an address of its own."""
    asked = request.method == "POST"
    address = page_asked_about(request)
    form = ErrorReportForm(request.POST if asked else None, initial={"address": address})
    if asked and form.is_valid():
        form.keep()
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
