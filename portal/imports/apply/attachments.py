"""Attachments: the file into the library, and onto its page."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.files import File
from django.utils import timezone
from wagtail.models import Collection

from portal.attachments.models import AttachmentCheck
from portal.core.models import PortalDocument
from portal.imports.apply.pages import change
from portal.imports.apply.targets import Targets
from portal.imports.content import AttachmentContent, Link
from portal.imports.models import ImportRecord
from portal.imports.snapshot import PAGE_MODELS


def save_attachment(
    content: AttachmentContent, external_id: str, targets: Targets, *, publish: bool
) -> PortalDocument:
    """Make or update the file and hang it on its page; it is read and checked like any other afterwards."""
    document = PortalDocument.objects.filter(external_id=external_id).first()
    document = document or PortalDocument(
        external_id=external_id, collection=Collection.get_first_root_node()
    )
    document.title, document.licence = content.title, content.licence
    if not _has(document, content):
        with content.file.open("rb") as file:
            document.file = File(file, name=content.file.name)
            document._set_document_file_metadata()
            document.full_clean(exclude=["tags"])
            document.save()
    else:
        document.save()
    if content.checked:
        _note_reason(document, content.checked)
    for link in content.links:
        if targets.page(_model(link.kind), link) is not None:
            add_attachment(external_id, link, publish=publish)
    return document


def _has(document: PortalDocument, content: AttachmentContent) -> bool:
    if not document.pk or not document.file.storage.exists(document.file.name):
        return False
    return bool(document.file_hash == hashlib.sha1(content.file.read_bytes()).hexdigest())  # noqa: S324  # Wagtail's


def _note_reason(document: PortalDocument, reason: str) -> None:
    AttachmentCheck.objects.update_or_create(
        document=document,
        defaults={"reason": reason, "released_at": timezone.now(), "file": document.file.name},
    )


def _model(kind: str) -> type[Any]:
    return PAGE_MODELS[kind]


def add_attachment(external_id: str, link: Link, *, publish: bool) -> bool:
    """Hang the file on the page in a new revision; False where it hangs there already or the page is being edited.

    A page with an unfinished draft gets it in that draft.
    """
    document = PortalDocument.objects.filter(external_id=external_id).first()
    page = _model(link.kind).objects.filter(external_id=link.target).first()
    if document is None or page is None or page.locked:
        return False
    settled = page.live and not page.has_unpublished_changes
    working = page if settled else page.get_latest_revision_as_object()
    blocks = list(working.attachments.get_prep_value())
    if any(block["value"].get("document") == document.pk for block in blocks):
        return False
    blocks.append({"type": "attachment", "value": {"document": document.pk, "label": ""}})
    working.attachments = json.dumps(blocks)
    before = page.latest_revision_id
    revision = change(working, publish=settled and publish).revision
    # The page is still as its own row made it.
    ImportRecord.objects.filter(kind=link.kind, external_id=link.target, revision_id=before).update(
        revision_id=revision.pk
    )
    return True
