"""Every table that is taken out of the admin is recorded, whichever report it comes from."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.audit.current import answering
from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.core.middleware import ADMIN_PREFIX

GetResponse = Callable[[HttpRequest], HttpResponse]


class AuditMiddleware:
    """Stands inside of authentication. Wagtail's reports and listings export at their own address by ``?export=``."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answering(request):
            response = self.get_response(request)
            if _is_export(request, response):
                record(
                    AuditAction.EXPORTED,
                    by=request.user if request.user.is_authenticated else None,
                    subject=request.path,
                    detail=_conditions(request),
                )
        return response


def _is_export(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.path.startswith(ADMIN_PREFIX)
        and "export" in request.GET
        and response.status_code == 200
        and response.get("Content-Disposition", "").startswith("attachment")
    )


def _conditions(request: HttpRequest) -> str:
    """The filters in force. What was typed into a search field may name a person: it is left out."""
    return ", ".join(
        f"{name}={'…' if name == 'q' else value}"
        for name, values in request.GET.lists()
        for value in values
        if value
    )
