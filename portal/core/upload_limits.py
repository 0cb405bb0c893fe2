"""Uploads that cannot be taken are refused by the length that they announce, before a byte of them is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

#: Everything below it takes documents and nothing else.
DOCUMENTS = "/admin/documents/"
#: Room for the other fields and files of a form: of documents, and of any form with a recording.
DOCUMENT_ROOM, RECORDING_ROOM = 2 * 1024 * 1024, 200 * 1024 * 1024
#: Forms for everybody's use take few files: bytes of a whole request to what does not belong to the editors.
ADMIN, OPEN_BYTES = "/admin/", 64 * 1024 * 1024


class UploadLimitMiddleware:
    """Answer 413. Has to stand before whatever reads the request, such as the check of the form's token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        text = refusal(request.path, request.META.get("CONTENT_LENGTH") or "")
        if text:
            return HttpResponse(text, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def refusal(path: str, announced: str) -> str:
    """Why a request of this length cannot be taken there, for the editor; "" when it can."""
    length = int(announced[:20]) if announced.isdecimal() else 0
    recording, document = settings.RECORDING_MAX_BYTES, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
    if length > recording + min(RECORDING_ROOM, recording // 10):
        limit = round(recording / 1024**3, 3)
        return gettext("%(limit)g GB보다 큰 파일은 받지 않습니다.") % {"limit": limit}
    if not path.startswith(ADMIN) and length > OPEN_BYTES:
        return gettext("%(limit)s MB보다 큰 첨부 파일은 받지 않습니다.") % {"limit": OPEN_BYTES // 1024**2}
    if path.startswith(DOCUMENTS) and length > document + DOCUMENT_ROOM:
        return gettext("%(limit)s MB보다 큰 첨부 파일은 받지 않습니다.") % {"limit": document // 1024**2}
    return ""
