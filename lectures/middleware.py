"""Uploads that cannot be taken are refused by the length that they announce, before a byte of them is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

#: Room for the other fields and files of a form.
ROOM = 200 * 1024 * 1024


class UploadLimitMiddleware:
    """Answer 413 to requests longer than any form of the portal can be. Has to stand before whatever reads them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or ""
        most = settings.RECORDING_MAX_BYTES + min(ROOM, settings.RECORDING_MAX_BYTES // 10)
        if length.isdecimal() and int(length) > most:
            limit = settings.RECORDING_MAX_BYTES / 1024**3
            text = gettext("%(limit)g GB보다 큰 파일은 받지 않습니다.") % {"limit": round(limit, 3)}
            return HttpResponse(text, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
