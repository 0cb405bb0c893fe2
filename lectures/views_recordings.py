"""Media files, captions and transcripts of recordings, for whoever may see the lecture."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from lectures.domain.access import is_open_to_all, may_see
from lectures.domain.captions import subrip, webvtt
from lectures.domain.transcripts import cues_of, lines_of
from lectures.models import Recording
from portal.core.sendfile import send_file
from portal.core.signals import private_file_served

TYPES = {"vtt": "text/vtt; charset=utf-8", "srt": "application/x-subrip", "txt": "text/plain; charset=utf-8"}
SANDBOX = "default-src 'none'; sandbox"


def _recording(request: HttpRequest, recording_id: int) -> Recording:
    """The recording, or 404 for whoever may not know of it."""
    recording = get_object_or_404(Recording.objects.select_related("lecture"), pk=recording_id)
    if not may_see(recording, request.user):
        raise Http404
    return recording


@require_safe
def media(request: HttpRequest, recording_id: int, filename: str) -> HttpResponseBase:
    """The media file, whole or a range of it."""
    recording = _recording(request, recording_id)
    if not recording.file or filename != recording.file_name:
        raise Http404
    storage, stored = recording.file.storage, str(recording.file.name)
    try:
        opened = storage.open(stored, "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = send_file(
        request,
        cast(BinaryIO, opened.file),
        size=storage.size(stored),
        name=recording.file_name,
        content_type=recording.media_type,
        etag=recording.sha256[:32],
        inline=True,
    )
    return _closed(request, response, recording)


@require_safe
def captions(request: HttpRequest, recording_id: int, language: str, form: str) -> HttpResponseBase:
    """The captions as WebVTT (the player's track), SRT, or a plain text without times."""
    recording = _recording(request, recording_id)
    lines = lines_of(cues_of(recording, language))
    if lines:
        text = {"vtt": webvtt, "srt": subrip, "txt": _plain}[form](lines)
    elif form == "txt" and recording.plain_transcript:
        text = recording.plain_transcript
    else:
        raise Http404
    response = HttpResponse(text, content_type=TYPES[form])
    name = f"{recording.lecture.slug}.{language}.{form}"
    as_file = form != "vtt" or "download" in request.GET
    response["Content-Disposition"] = content_disposition_header(as_file, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return _closed(request, response, recording)


def _plain(lines: Any) -> str:
    return "\n".join(f"{line.speaker}: {line.text}" if line.speaker else line.text for line in lines) + "\n"


def _closed(request: HttpRequest, response: HttpResponseBase, recording: Recording) -> HttpResponseBase:
    """Public files may be kept but are asked for each time: a page can become private."""
    response["Content-Security-Policy"] = SANDBOX
    if is_open_to_all(recording):
        patch_cache_control(response, public=True, no_cache=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
        subject = f"기록 영상·음성 「{recording.lecture.title}」({recording.pk})"
        private_file_served.send(sender=Recording, request=request, subject=subject)
    return response
