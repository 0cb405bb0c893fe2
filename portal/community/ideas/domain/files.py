"""Files of ideas: documents of the portal, so that they are scanned, read and checked before anybody has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from wagtail.models import Collection

from portal.accounts.models import User
from portal.accounts.roles import ensure_collection
from portal.attachments.domain.outcome import ENDINGS
from portal.community.ideas.domain.find import may_read
from portal.community.ideas.models import Idea, IdeaFile
from portal.core.enums import CheckState
from portal.core.models import PortalDocument

COLLECTION = "아이디어 첨부"
MOST_FILES = 3
MOST_BYTES = 20 * 1024 * 1024
#: Endings of files that the portal can read and so can check.
ALLOWED = tuple(sorted({ending for endings in ENDINGS.values() for ending in endings}))


def attach(idea: Idea, uploads: Iterable[UploadedFile], by: User) -> None:
    """Keep what was sent with the idea; nobody but the author and the office learns of it until it was checked."""
    uploads = list(uploads)
    if not uploads:
        return
    place = ensure_collection(Collection.get_first_root_node(), COLLECTION)
    for upload in uploads:
        document = PortalDocument(
            title=PurePath(upload.name or "").name[:200], file=upload, collection=place, uploaded_by_user=by
        )
        document.file_size = upload.size
        document.save()
        IdeaFile.objects.create(idea=idea, document=document)


def drop(idea: Idea, ids: Iterable[int]) -> None:
    """Delete files of this idea by the ids of their rows; those of others are left alone."""
    for row in idea.files.filter(pk__in=list(ids)).select_related("document"):
        row.document.delete()


def shown(idea: Idea) -> list[PortalDocument]:
    """Those that were checked, for readers of the idea."""
    rows = idea.files.filter(document__check_state=CheckState.OPEN).select_related("document")
    return [row.document for row in rows]


def keeps(ids: Sequence[int], viewer: Any) -> dict[int, bool]:
    """Of the documents with these ids those that belong to an idea, and whether the viewer may read it there."""
    rows = IdeaFile.objects.filter(document_id__in=ids).select_related("idea__author")
    return {row.document_id: may_read(viewer, row.idea) for row in rows}
