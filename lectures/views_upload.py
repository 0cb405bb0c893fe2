"""One upload for a whole lecture: the screen, what it tells of each file, and how far the files are."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lectures.domain.media_files import Refused
from lectures.domain.slides import documents_of
from lectures.domain.upload import Assigned, Role, assign, make_lecture, refusal
from lectures.forms import UploadForm
from lectures.models import Recording
from lectures.views_desk import own_lecture
from portal.attachments.domain.outcome import state_of as attachment_state
from portal.core.enums import CheckState


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Files of one lecture, dropped together; makes the draft and goes on to its desk."""
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if not form.fields["parent"].queryset.exists():  # type: ignore[attr-defined]
        raise PermissionDenied
    assigned: list[Assigned] = []
    if request.method == "POST" and form.is_valid():
        assigned = assign(form.cleaned_data["uploads"])
        recording = _made(form, assigned, request.user)
        if recording is not None:
            for one in assigned:
                messages.info(request, str(one))
            if _in_place(request):
                return JsonResponse({**_told(assigned), **_addresses(recording)})
            return redirect("recording_desk", recording.lecture_id)
    if request.method == "POST" and _in_place(request):
        wrong = [error for errors in form.errors.values() for error in errors]
        return JsonResponse({**_told(assigned), "errors": wrong}, status=422)
    return render(request, "lectures/admin/upload.html", {"form": form, "most": settings.RECORDING_MAX_BYTES})


def _made(form: UploadForm, assigned: list[Assigned], user: Any) -> Recording | None:
    """The draft made of these files; None with an error in the form when nothing can be made."""
    problem = refusal(assigned)
    try:
        if not problem:
            return make_lecture(form.cleaned_data["parent"], form.cleaned_data["title"], assigned, user)
    except Refused as error:
        problem = str(error)
    form.add_error("uploads", problem)
    return None


def _in_place(request: HttpRequest) -> bool:
    """Whether the page stays and tells of each file by itself."""
    return request.headers.get("X-Requested-With") == "upload"


def _told(assigned: list[Assigned]) -> dict[str, Any]:
    """What there is to say of each file, in the order in which they were chosen."""
    return {
        "files": [
            {
                "name": one.file.name,
                "said": str(one.role.label) + (f" · {one.note}" if one.note else ""),
                "refused": one.role is Role.REFUSED,
                "document": one.document.pk if one.document else None,
            }
            for one in assigned
        ]
    }


def _addresses(recording: Recording) -> dict[str, str]:
    """Where the lecture is made ready, and where to ask how far its files are."""
    names = {"desk": "recording_desk", "state": "recording_state"}
    return {key: reverse(name, args=[recording.lecture_id]) for key, name in names.items()}


@require_safe
def state(request: HttpRequest, lecture_id: int) -> HttpResponse:
    """How far the attachments of a lecture are: read, checked, or what is wrong with them."""
    documents = documents_of(own_lecture(request, lecture_id).get_latest_revision_as_object())
    return JsonResponse(
        {
            "files": [
                {
                    "document": document.pk,
                    "said": " · ".join(attachment_state(document)),
                    "waits": document.check_state == CheckState.WAITING,
                }
                for document in documents
            ]
        }
    )
