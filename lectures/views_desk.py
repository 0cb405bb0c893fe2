"""The editor's desk, where a recording is made ready and published."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from lectures.domain import cue_form
from lectures.domain.access import may_edit, may_publish
from lectures.domain.captions import LARGEST_FILE, Unreadable, decode
from lectures.domain.checklist import REASONS, NotReady, checklist, hold, withdraw
from lectures.domain.media_files import Refused, keep_file
from lectures.domain.release import publish_lecture, publish_session, session_of, unpublished_with
from lectures.domain.slides import (
    Sheet,
    documents_of,
    parse_slides,
    replace_slides,
    sheets_of,
    times_from_chapters,
)
from lectures.domain.transcripts import ChangedMeanwhile, cues_of, languages_of
from lectures.domain.upload import take_captions
from lectures.enums import SpokenLanguage
from lectures.forms import PosterForm
from lectures.models import Chapter, ForumSession, Lecture, Recording

Context = dict[str, Any]


def own_lecture(request: HttpRequest, lecture_id: int) -> Lecture:
    """The lecture, for those who may edit it."""
    lecture: Lecture = get_object_or_404(Lecture, pk=lecture_id)
    if not may_edit(lecture, request.user):
        raise PermissionDenied
    return lecture


@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, lecture_id: int) -> HttpResponse:
    """Everything about the recording of one lecture."""
    lecture = own_lecture(request, lecture_id)
    recording, _made = (
        Recording.objects.get_or_create(lecture=lecture)
        if request.method == "POST"
        else (Recording.objects.filter(lecture=lecture).first() or Recording(lecture=lecture), False)
    )
    recording.lecture = lecture
    if request.method == "GET":
        return _show(request, recording)
    action = {
        "media": _media,
        "captions": _captions,
        "cues": _cues,
        "poster": _poster,
        "slides": _slides,
        "slides-from-chapters": _slides,
        "publish": _publish,
        "withdraw": _withdraw,
        "session": _session,
    }.get(request.POST.get("action", ""))
    return action(request, recording) if action else _show(request, recording)


def _show(request: HttpRequest, recording: Recording, **extra: Any) -> HttpResponse:
    language = request.GET.get("language") or request.POST.get("language") or "ko"
    language = language if language in SpokenLanguage.values else "ko"
    saved = recording.pk is not None
    session = session_of(recording.lecture)
    rows = _rows(recording, language) if saved else []
    context: Context = {
        "recording": recording,
        "lecture": recording.lecture,
        "checklist": checklist(recording),
        "rows": rows,
        "language": language,
        "caption_languages": SpokenLanguage.choices,
        "languages": languages_of(recording) if saved else [],
        "draft": recording.captions_draft or recording.plain_transcript,
        "sheets": sheets_of(recording, recording.lecture.get_latest_revision_as_object()),
        "poster_form": PosterForm(instance=recording),
        "most": settings.RECORDING_MAX_BYTES,
        "may_publish": may_publish(recording.lecture, request.user),
        "session": session,
        "session_waits": unpublished_with(session) if session and not session.live else [],
    }
    status = 409 if extra.get("conflict") else 422 if extra.get("faults") or extra.get("problem") else 200
    return render(request, "lectures/admin/desk.html", {**context, **extra}, status=status)


def _rows(recording: Recording, language: str) -> list[cue_form.Row]:
    return cue_form.rows_of(cues_of(recording, language), list(Chapter.objects.filter(recording=recording)))


def _back(recording: Recording, language: str = "ko") -> HttpResponse:
    response = redirect("recording_desk", recording.lecture_id)
    if language != "ko":
        response["Location"] += f"?language={language}"
    return response


def _media(request: HttpRequest, recording: Recording) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        return _show(request, recording, problem=gettext("파일을 고르세요."))
    try:
        keep_file(recording, file.name or "", file)  # type: ignore[arg-type]
    except Refused as error:
        return _show(request, recording, problem=str(error))
    messages.success(request, gettext("녹화 파일을 올렸습니다."))
    return _back(recording)


def _poster(request: HttpRequest, recording: Recording) -> HttpResponse:
    form = PosterForm(request.POST, instance=recording)
    if not form.is_valid():
        return _show(request, recording, problem=gettext("표지 그림을 고르지 못했습니다."))
    recording.touch()
    return _back(recording)


def _slides(request: HttpRequest, recording: Recording) -> HttpResponse:
    chosen = request.POST.get("document", "")
    draft = recording.lecture.get_latest_revision_as_object()
    document = next((one for one in documents_of(draft) if str(one.pk) == chosen), None)
    if document is None:
        return _show(request, recording, problem=gettext("발표 자료를 고르세요."))
    text = request.POST.get("slides", "")
    times, faults = parse_slides(text)
    if request.POST.get("action") == "slides-from-chapters":
        times, faults = times_from_chapters(recording, document), []
        if not times:
            faults = [gettext("장 제목이 나오는 쪽을 찾지 못했습니다. 시각을 직접 적어 주세요.")]
    if faults:
        sheets = [
            Sheet(one.document, text) if one.document.pk == document.pk else one
            for one in sheets_of(recording, draft)
        ]
        return _show(request, recording, problem=" ".join(faults), sheets=sheets)
    replace_slides(recording, document, times)
    messages.success(request, gettext("슬라이드 시각을 저장했습니다."))
    return _back(recording)


def _captions(request: HttpRequest, recording: Recording) -> HttpResponse:
    """A caption file or a pasted text; with faults it stays in the form, line by line."""
    language = request.POST.get("language", "ko")
    file = request.FILES.get("file")
    try:
        if file is not None and (file.size or 0) > LARGEST_FILE:
            raise Unreadable(gettext("자막 파일이 너무 큽니다."))
        text = decode(file.read()) if file else request.POST.get("text", "")
    except Unreadable as error:
        return _show(request, recording, problem=str(error), draft=request.POST.get("text", ""))
    if not text.strip() or language not in SpokenLanguage.values:
        return _show(request, recording, problem=gettext("자막 파일을 고르거나 글을 붙여 넣으세요."))
    said = take_captions(recording, text, language)
    _hold(request, recording)
    if said.faults:
        return _show(request, recording, faults=said.faults, draft=text)
    if said.timed:
        messages.success(request, gettext("자막 %(count)d개를 읽었습니다.") % {"count": len(said.lines)})
    else:
        messages.warning(
            request,
            gettext("시각이 없는 대본으로 받았습니다. 찾을 수는 있으나 그 시각으로 가지는 못합니다."),
        )
    return _back(recording, language)


def _cues(request: HttpRequest, recording: Recording) -> HttpResponse:
    """All cues at once; the same address answers the autosave of the page with JSON."""
    language = request.POST.get("language", "ko")
    quietly = request.headers.get("X-Requested-With") == "autosave"
    stored = _rows(recording, language)
    rows = cue_form.posted_rows(request.POST, stored)
    sound = cue_form.check(rows)
    try:
        if sound:
            version = request.POST.get("version", "")
            cue_form.save(recording, rows, stored, int(version) if version.isdecimal() else 0)
    except ChangedMeanwhile:
        cue_form.mark_changes(rows, stored)
        if quietly:
            return JsonResponse({"saved": False, "conflict": True}, status=409)
        return _show(request, recording, rows=rows, conflict=True)
    if sound:
        _hold(request, recording)
    if quietly:
        return JsonResponse({"saved": sound, "version": recording.version}, status=200 if sound else 422)
    if not sound:
        return _show(
            request, recording, rows=rows, problem=gettext("고칠 곳이 있습니다. 쓴 글은 그대로 있습니다.")
        )
    messages.success(request, gettext("자막을 저장했습니다."))
    return _back(recording, language)


def _hold(request: HttpRequest, recording: Recording) -> None:
    """What is public already is changed under the readers' eyes: it is taken back when it must not be seen."""
    for item in hold(recording):
        messages.error(request, gettext("녹화를 내렸습니다. %(why)s") % {"why": item.note})


def _publish(request: HttpRequest, recording: Recording) -> HttpResponse:
    if not may_publish(recording.lecture, request.user):
        raise PermissionDenied
    reasons = {name: request.POST.get(name, "") for name in REASONS}
    try:
        publish_lecture(recording, request.user, reasons)
    except NotReady as error:
        return _show(request, recording, problem=str(error))
    messages.success(request, gettext("강연과 녹화를 공개했습니다."))
    return _back(recording)


def _withdraw(request: HttpRequest, recording: Recording) -> HttpResponse:
    if not may_publish(recording.lecture, request.user):
        raise PermissionDenied
    withdraw(recording)
    messages.success(request, gettext("녹화를 내렸습니다. 강연 쪽은 그대로 있습니다."))
    return _back(recording)


def _session(request: HttpRequest, recording: Recording) -> HttpResponse:
    session = session_of(recording.lecture)
    if session is None:
        return _back(recording)
    return _release_session(request, session) or _show(
        request, recording, problem=gettext("회차를 공개하지 못했습니다. 강연마다 남은 일을 확인해 주세요.")
    )


def _release_session(request: HttpRequest, session: ForumSession) -> HttpResponse | None:
    """None when something stands in the way, which is told."""
    if not session.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    try:
        published = publish_session(session, request.user)
    except NotReady as error:
        for item in error.items:
            messages.error(request, f"{item.label}: {item.note}")
        return None
    messages.success(request, gettext("회차와 강연 %(count)d건을 공개했습니다.") % {"count": len(published)})
    return redirect("wagtailadmin_explore", session.pk)


@require_POST
def release(request: HttpRequest, session_id: int) -> HttpResponse:
    """Publish a session with its lectures, from its place in the tree."""
    session = get_object_or_404(ForumSession, pk=session_id)
    return _release_session(request, session) or redirect("wagtailadmin_explore", session.pk)
