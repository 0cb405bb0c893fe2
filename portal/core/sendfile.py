"""Send a stored file with type, name, validators and byte ranges (RFC 9110, one range per request)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils.http import content_disposition_header, quote_etag

CHUNK = 64 * 1024
# More digits than any file has bytes would cost time to read as a number, and mean nothing.
_RANGE = re.compile(r"^bytes=([0-9]{0,18})-([0-9]{0,18})$")


def send_file(
    request: HttpRequest, file: BinaryIO, *, size: int, name: str, content_type: str, etag: str, inline: bool
) -> HttpResponseBase:
    """Answer 200, 206, 304 or 416 for an open binary `file` of `size` bytes; the response closes the file."""
    quoted = quote_etag(etag)
    if request.headers.get("If-None-Match") == quoted:
        file.close()
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = _body(request, file, size, quoted)
        response["Content-Type"] = content_type
        response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["ETag"] = quoted
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _body(request: HttpRequest, file: BinaryIO, size: int, etag: str) -> HttpResponseBase:
    wanted = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        wanted = ""
    span = _parse_range(wanted, size) if wanted else None
    if span is None:
        response: HttpResponseBase = FileResponse(file)
        response["Content-Length"] = str(size)
        return response
    start, end = span
    if start > end or start >= size:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_part(file, start, end - start + 1), status=206)
    response._resource_closers.append(file.close)  # type: ignore[attr-defined]
    response["Content-Length"] = str(end - start + 1)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response


def _parse_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a single range; None when it is to be ignored (several, other units)."""
    match = _RANGE.match(header.strip())
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return (size, size - 1) if int(last) == 0 else (max(0, size - int(last)), size - 1)
    start = int(first)
    if last and int(last) < start:
        return None
    return start, min(int(last) if last else size - 1, size - 1)


def _part(file: BinaryIO, start: int, length: int) -> Iterator[bytes]:
    file.seek(start)
    while length > 0:
        chunk = file.read(min(CHUNK, length))
        if not chunk:
            return
        length -= len(chunk)
        yield chunk
