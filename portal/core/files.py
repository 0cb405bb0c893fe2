"""Views that serve documents and pictures after asking whether the reader may see their collection."""

from __future__ import annotations

import mimetypes

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.documents.models import document_served
from wagtail.models import Collection

from portal.core.enums import CheckState
from portal.core.file_access import may_edit, on_open_pages
from portal.core.models import PortalDocument, PortalRendition
from portal.core.sendfile import send_file
from portal.core.signals import private_file_served

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def collection_refusal(request: HttpRequest, collection: Collection) -> HttpResponseBase | None:
    """None when the reader may see the files; else a redirect to sign-in, or PermissionDenied."""
    refused = [r for r in collection.get_view_restrictions() if not r.accept_request(request)]
    if not refused:
        return None
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.get_full_path(), reverse("login"))


def document_refusal(request: HttpRequest, record: PortalDocument) -> HttpResponseBase | None:
    """As `collection_refusal`, and for a file that is on closed pages only. Raises Http404 for an unchecked one.

    Editors of the file have it before it is checked; nobody has one that is harmful.
    """
    if record.check_state == CheckState.BLOCKED:
        raise Http404
    if may_edit(request.user, record):
        return None
    refusal = collection_refusal(request, record.collection)
    if refusal is not None:
        return refusal
    if record.check_state != CheckState.OPEN:
        raise Http404
    if on_open_pages([record], request.user):
        return None
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.get_full_path(), reverse("login"))


@require_safe
def document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """The file of a document. The name in the address must be the file's, so that links stay honest."""
    record = get_object_or_404(PortalDocument.objects.select_related("collection"), pk=document_id)
    refusal = document_refusal(request, record)
    if refusal is not None:
        return refusal
    if filename != record.filename:
        raise Http404
    document_served.send(sender=PortalDocument, instance=record, request=request)
    response = _send(
        request,
        record.file,
        record.filename,
        record.content_type,
        inline=record.content_type == "application/pdf",
    )
    response["Content-Security-Policy"] = SANDBOX
    if record.check_state == CheckState.OPEN and on_open_pages([record], None):
        _set_cache(response, record.collection)
    else:
        patch_cache_control(response, private=True, no_store=True)
        tell_of_view(request, record)
    return response


def tell_of_view(request: HttpRequest, record: PortalDocument) -> None:
    """Say that a document that is not open to everybody is being read."""
    subject = f"파일 「{record.title}」({record.pk})"
    private_file_served.send(sender=PortalDocument, request=request, subject=subject)


@require_safe
def rendition(request: HttpRequest, rendition_id: int, filename: str) -> HttpResponseBase:
    """One size of a picture."""
    record = get_object_or_404(PortalRendition.objects.select_related("image__collection"), pk=rendition_id)
    refusal = collection_refusal(request, record.image.collection)
    if refusal is not None:
        return refusal
    name = record.file.name.rsplit("/", 1)[-1]
    if filename != name:
        raise Http404
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = _send(request, record.file, name, content_type, inline=True)
    if not _set_cache(response, record.image.collection):
        subject = f"그림 「{record.image.title}」({record.image_id})"
        private_file_served.send(sender=PortalRendition, request=request, subject=subject)
    return response


def _send(
    request: HttpRequest, file: object, name: str, content_type: str, *, inline: bool
) -> HttpResponseBase:
    storage, path = file.storage, file.name  # type: ignore[attr-defined]
    try:
        opened = storage.open(path, "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    changed = storage.get_modified_time(path).timestamp()
    size = storage.size(path)
    return send_file(
        request,
        opened.file,
        size=size,
        name=name,
        content_type=content_type,
        etag=f"{size:x}-{changed:.6f}",
        inline=inline,
    )


def _set_cache(response: HttpResponseBase, collection: Collection) -> bool:
    """Whether the files are public. Those may be kept but are asked for each time (304): that can change."""
    public = not collection.get_view_restrictions()
    if public:
        patch_cache_control(response, public=True, no_cache=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return public
