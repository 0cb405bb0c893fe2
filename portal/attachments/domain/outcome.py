"""What becomes of a file after it was read: its parts, its state, and what an editor decides about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.attachments.models import AttachmentCheck, AttachmentPart
from portal.attachments.reading.parts import Part
from portal.attachments.reading.process import Reading
from portal.core import personal_data
from portal.core.enums import CheckState, ExtractionStatus, ReadingProblem
from portal.core.models import PortalDocument
from search import outbox

#: Endings that a format may have; text has many.
ENDINGS = {
    "pdf": {"pdf"},
    "hwp": {"hwp"},
    "hwpx": {"hwpx"},
    "docx": {"docx"},
    "pptx": {"pptx"},
    "xlsx": {"xlsx"},
    "txt": {"txt", "csv"},
}
#: Files whose text is there although something is to be said of them.
_READ_ALL_THE_SAME = ("", ReadingProblem.MACRO, ReadingProblem.MISLABELLED, ReadingProblem.CUT)
MOST_FINDS = 200


def keep(document: PortalDocument, name: str, reading: Reading, scan: str) -> None:
    """Keep what was read of the file ``name``; nothing when the document has another file by now."""
    problem = problem_of(reading, name)
    parts = reading.parts if problem in _READ_ALL_THE_SAME else []
    finds = found_in(parts)
    with transaction.atomic():
        current = PortalDocument.objects.select_for_update().filter(pk=document.pk).first()
        check = AttachmentCheck.objects.filter(document=document).first()
        if current is None or check is None:
            return
        if current.file.name != name:
            check.claimed_at = None
            check.save(update_fields=["claimed_at"])
            return
        _write_parts(current, parts)
        check.file, check.format, check.scan, check.finds = name, reading.format, scan, finds
        check.claimed_at, check.not_before, check.read_at = None, None, timezone.now()
        check.save()
        current.problem = problem
        current.extraction_status = _status(problem)
        # The reason was given for what was known then; a file read again may have more to answer for.
        free = not problem and not finds
        current.check_state = CheckState.OPEN if free or check.released_at else CheckState.HELD
        _store(current)


def problem_of(reading: Reading, name: str) -> str:
    """The one thing to say of a file, the gravest first; "" when all is well."""
    if reading.problem:
        known = reading.problem in ReadingProblem.values
        return reading.problem if known else str(ReadingProblem.DAMAGED)
    if reading.macro:
        return str(ReadingProblem.MACRO)
    if PurePath(name).suffix.lower().lstrip(".") not in ENDINGS.get(reading.format, set()):
        return str(ReadingProblem.MISLABELLED)
    return str(ReadingProblem.CUT) if reading.cut else ""


def found_in(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """What looks like personal data, each with its part and what stands around it."""
    finds: list[dict[str, Any]] = []
    for ordinal, part in enumerate(parts):
        for item in personal_data.find(part.text):
            before, after = personal_data.surroundings(part.text, item)
            finds.append(
                {
                    "kind": item.kind,
                    "ordinal": ordinal,
                    "before": before,
                    "shown": personal_data.mask(item.text),
                    "after": after,
                }
            )
            if len(finds) == MOST_FINDS:
                return finds
    return finds


def state_of(document: PortalDocument) -> list[str]:
    """How far a file is, in words for the editor: read or not, shown or not, and what is in the way."""
    said = [document.get_extraction_status_display(), document.get_check_state_display()]
    if document.problem:
        said.append(document.get_problem_display())
    if document.check_state == CheckState.WAITING:
        away = AttachmentCheck.objects.filter(document=document, scan=AttachmentCheck.Scan.AWAY)
        said += [str(AttachmentCheck.Scan.AWAY.label)] if away.exists() else []
    return [str(words) for words in said]


def block(document: PortalDocument, signature: str) -> None:
    """Nobody gets a harmful file, and nothing is read of it."""
    with transaction.atomic():
        current = PortalDocument.objects.select_for_update().get(pk=document.pk)
        _write_parts(current, [])
        AttachmentCheck.objects.filter(document=document).update(
            scan=AttachmentCheck.Scan.FOUND, signature=signature, claimed_at=None, read_at=timezone.now()
        )
        current.check_state, current.problem = CheckState.BLOCKED, ""
        current.extraction_status = ExtractionStatus.NOT_READ
        _store(current)


def release(document: PortalDocument, user: Any, reason: str) -> bool:
    """Let readers have a file that was held, for a reason that is kept; False when it is not held."""
    with transaction.atomic():
        current = PortalDocument.objects.select_for_update().get(pk=document.pk)
        if current.check_state != CheckState.HELD or not reason.strip():
            return False
        AttachmentCheck.objects.update_or_create(
            document=current,
            defaults={
                "reason": reason.strip(),
                "released_by": user,
                "released_at": timezone.now(),
                "file": current.file.name,
            },
        )
        current.check_state = CheckState.OPEN
        _store(current)
    return True


def withdraw(document: PortalDocument) -> bool:
    """Take a release back; False when there is none."""
    with transaction.atomic():
        current = PortalDocument.objects.select_for_update().get(pk=document.pk)
        if current.check_state != CheckState.OPEN:
            return False
        released = AttachmentCheck.objects.filter(document=current).exclude(released_at=None)
        if not released.update(reason="", released_by=None, released_at=None):
            return False
        current.check_state = CheckState.HELD
        _store(current)
    return True


def note(document: PortalDocument) -> None:
    """The index is to follow, and the pages that show the file."""
    outbox.changed(PortalDocument, [document.pk])


def _status(problem: str) -> ExtractionStatus:
    if problem == ReadingProblem.NO_TEXT:
        return ExtractionStatus.NO_TEXT
    return ExtractionStatus.READ if problem in _READ_ALL_THE_SAME else ExtractionStatus.FAILED


def _write_parts(document: PortalDocument, parts: Sequence[Part]) -> None:
    AttachmentPart.objects.filter(document=document).delete()
    AttachmentPart.objects.bulk_create(
        (
            AttachmentPart(
                document=document,
                ordinal=ordinal,
                locator=part.locator,
                heading=part.heading,
                text=part.text,
                cells=list(part.cells),
            )
            for ordinal, part in enumerate(parts)
        ),
        batch_size=500,
    )


def _store(document: PortalDocument) -> None:
    # A statement of its own: the file has not changed, and nothing else is to be saved over an editor's change.
    PortalDocument.objects.filter(pk=document.pk).update(
        check_state=document.check_state,
        problem=document.problem,
        extraction_status=document.extraction_status,
    )
    note(document)
