"""The page on which a file is read without a program for it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from portal.attachments.domain.preview import preview_context
from portal.core.enums import CheckState
from portal.core.files import document_refusal, tell_of_view
from portal.core.models import PortalDocument


@require_safe
def preview(request: HttpRequest, document_id: int) -> HttpResponseBase:
    """The text of a file by page, part and table. 404 for one that is not there, not checked or harmful."""
    # Databases refuse larger numbers.
    if document_id >= 2**63:
        raise Http404
    document = get_object_or_404(PortalDocument.objects.select_related("collection"), pk=document_id)
    refusal = document_refusal(request, document)
    if refusal is not None:
        return refusal
    context = preview_context(document, request)
    answer: HttpResponse = render(request, "attachments/preview.html", context)
    if document.check_state != CheckState.OPEN or not context["public"]:
        patch_cache_control(answer, private=True, no_store=True)
        tell_of_view(request, document)
    return answer
