"""The files that wait: one is taken at a time, scanned, read in another process and checked.

The state in the database is the queue: what a killed worker left is found again, whoever asks next.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.attachments.domain import malware, outcome
from portal.attachments.models import AttachmentCheck
from portal.attachments.reading.process import Limits, Reading, read_file
from portal.core.enums import CheckState
from portal.core.models import PortalDocument

logger = logging.getLogger(__name__)

#: A file that has been taken for so long was left by a worker that died.
ABANDONED = timedelta(minutes=10)
#: A worker that dies so often while at one file dies of it.
MOST_ATTEMPTS = 3
AWAY_AGAIN = timedelta(seconds=60)


def limits() -> Limits:
    return Limits(seconds=settings.ATTACHMENT_SECONDS, memory_mb=settings.ATTACHMENT_MEMORY_MB)


def read_next() -> int:
    """Scan, read and check the file that waits longest; returns how many were finished (0 or 1)."""
    document = _take()
    if document is None:
        return 0
    check = AttachmentCheck.objects.get(document=document)
    name = document.file.name
    if check.attempts > MOST_ATTEMPTS:
        outcome.keep(document, name, Reading(problem="crash"), check.scan)
        return 1
    with tempfile.TemporaryDirectory(prefix="portal-file-") as folder:
        # The name in the storage is not the reader's business, and a remote storage has no path.
        path = Path(folder) / "file"
        try:
            with document.file.storage.open(name, "rb") as stored, path.open("wb") as copy:
                shutil.copyfileobj(stored, copy)
        except FileNotFoundError:
            outcome.keep(document, name, Reading(problem="missing"), check.scan)
            return 1
        scan = _scan(document, path)
        if scan is None:
            return 0
        if scan == AttachmentCheck.Scan.FOUND:
            return 1
        outcome.keep(document, name, read_file(path, limits()), scan)
    return 1


def waiting() -> Q:
    """Which documents are due now."""
    now = timezone.now()
    free = Q(check_record__claimed_at=None) | Q(check_record__claimed_at__lt=now - ABANDONED)
    due = Q(check_record__not_before=None) | Q(check_record__not_before__lte=now)
    return Q(check_state=CheckState.WAITING) & (Q(check_record=None) | (free & due))


def _take() -> PortalDocument | None:
    """Take the next document so that no other process does."""
    pk = PortalDocument.objects.filter(waiting()).order_by("pk").values_list("pk", flat=True).first()
    if pk is None:
        return None
    with transaction.atomic():
        AttachmentCheck.objects.bulk_create([AttachmentCheck(document_id=pk)], ignore_conflicts=True)
        check = AttachmentCheck.objects.select_for_update().filter(document_id=pk).first()
        document = PortalDocument.objects.filter(waiting(), pk=pk).first()
        if check is None or document is None:
            return None
        if check.file != document.file.name:
            check.file, check.attempts = document.file.name, 0
            check.finds, check.signature, check.reason, check.released_by, check.released_at = (
                [],
                "",
                "",
                None,
                None,
            )
        check.claimed_at, check.attempts = timezone.now(), check.attempts + 1
        check.save()
    return document


def _scan(document: PortalDocument, path: Path) -> str | None:
    """What the scanner says, kept where it ends the matter; None when the file has to wait for it."""
    if not settings.CLAMD_ADDRESS:
        return AttachmentCheck.Scan.NOT_SCANNED
    try:
        with path.open("rb") as file:
            found = malware.scan(settings.CLAMD_ADDRESS, file, settings.CLAMD_SECONDS)
    except malware.ScannerAway as error:
        logger.warning("file %s waits for the scanner: %s", document.pk, error)
        _wait(document, timezone.now() + AWAY_AGAIN)
        return None
    if found:
        logger.warning("file %s is blocked: %s", document.pk, found)
        outcome.block(document, found)
        return AttachmentCheck.Scan.FOUND
    return AttachmentCheck.Scan.CLEAN


def _wait(document: PortalDocument, until: datetime) -> None:
    # Waiting is no failed attempt: a scanner may be away for a day.
    AttachmentCheck.objects.filter(document=document).update(
        scan=AttachmentCheck.Scan.AWAY, claimed_at=None, not_before=until, attempts=0
    )


def read_again(document: PortalDocument) -> None:
    """Have a file scanned and read anew; until then nobody but editors may have it.

    What an editor wrote as the reason to show it stays with the file.
    """
    with transaction.atomic():
        PortalDocument.objects.filter(pk=document.pk).update(
            check_state=CheckState.WAITING, extraction_status="not_read", problem=""
        )
        AttachmentCheck.objects.filter(document=document).update(
            claimed_at=None, not_before=None, attempts=0, scan=AttachmentCheck.Scan.NOT_SCANNED, signature=""
        )
        outcome.note(document)
