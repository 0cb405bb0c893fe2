"""The list of files with their state, and what an editor decides about one. Rights are those on the file itself."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.documents.views.documents import DocumentsFilterSet, IndexView
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from portal.attachments.domain import outcome, queue
from portal.core.models import PortalDocument


class FileFilterSet(DocumentsFilterSet):  # type: ignore[misc]  # Wagtail has no type information
    class Meta(DocumentsFilterSet.Meta):
        fields = ("check_state", "extraction_status")


class FileIndexView(IndexView):  # type: ignore[misc]  # Wagtail has no type information
    """Wagtail's list of documents and, beside each, whether it was read and whether readers may have it."""

    filterset_class = FileFilterSet

    @cached_property
    def columns(self) -> list[Column]:
        columns: list[Column] = list(super().columns)
        columns[3:3] = [
            Column("extraction_status", label=_("글자 읽기"), accessor="get_extraction_status_display"),
            Column("check_state", label=_("공개 전 검사"), accessor="get_check_state_display"),
        ]
        return columns


NOT_HELD = gettext_lazy("이미 공개했거나 아직 검사 중인 파일입니다.")


def _own(request: HttpRequest, document_id: int) -> PortalDocument:
    """The file, if this user may change it."""
    if document_id >= 2**63:
        raise Http404
    document: PortalDocument = get_object_or_404(PortalDocument, pk=document_id)
    policy = policy_registry.get_by_type(PortalDocument)
    if not policy.user_has_permission_for_instance(request.user, "change", document):
        raise PermissionDenied
    return document


def _back(document: PortalDocument) -> HttpResponse:
    return redirect("wagtaildocs:edit", document.pk)


@require_POST
def again(request: HttpRequest, document_id: int) -> HttpResponse:
    """Have the file scanned, read and checked again."""
    document = _own(request, document_id)
    queue.read_again(document)
    messages.success(request, _("파일을 다시 읽도록 했습니다. 잠시 뒤 이 화면을 새로 고쳐 주세요."))
    return _back(document)


@require_POST
def release(request: HttpRequest, document_id: int) -> HttpResponse:
    """Show a held file, with the reason that the editor gives."""
    document = _own(request, document_id)
    reason = request.POST.get("check_reason", "").replace("\x00", "").strip()[:1000]
    if not reason:
        messages.error(request, _("공개하는 까닭을 적어 주세요."))
    elif outcome.release(document, request.user, reason):
        _log(document, request.user, "attachments.release", reason)
        messages.success(request, _("까닭을 남기고 공개했습니다."))
    else:
        messages.error(request, NOT_HELD)
    return _back(document)


@require_POST
def withdraw(request: HttpRequest, document_id: int) -> HttpResponse:
    """Hide a file again that was shown for a reason."""
    document = _own(request, document_id)
    if outcome.withdraw(document):
        _log(document, request.user, "attachments.withdraw", "")
        messages.success(request, _("다시 감췄습니다."))
    else:
        messages.error(request, NOT_HELD)
    return _back(document)


def _log(document: PortalDocument, user: Any, action: str, reason: str) -> None:
    log(instance=document, action=action, user=user, data={"reason": reason})
