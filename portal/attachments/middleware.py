"""Documents that are too large are refused by the length that the request announces, before anything is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

#: Everything below it takes documents and nothing else.
DOCUMENTS = "/admin/documents/"
#: Room for the other fields of the form.
ROOM = 2 * 1024 * 1024


class DocumentLimitMiddleware:
    """Answer 413. Has to stand before whatever reads the request, such as the check of the form's token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or ""
        limit = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
        if request.path.startswith(DOCUMENTS) and length.isdecimal() and int(length[:20]) > limit + ROOM:
            text = gettext("%(limit)s MB보다 큰 첨부 파일은 받지 않습니다.") % {"limit": limit // 1024**2}
            return HttpResponse(text, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
