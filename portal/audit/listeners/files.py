"""Views of files that not everybody may see."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.audit.models import AuditEntry
from portal.core.signals import private_file_served

#: A player asks for a file in hundreds of pieces, an editor's list shows a picture again and again.
ONE_VIEW = timedelta(hours=1)


def connect() -> None:
    private_file_served.connect(_seen, dispatch_uid="audit")


def _seen(sender: object, request: HttpRequest, subject: str, **kwargs: object) -> None:
    """One entry an hour for a reader and a file, however it is asked for."""
    reader = request.user if request.user.is_authenticated else None
    known = AuditEntry.objects.filter(
        by_number=None if reader is None else reader.pk,
        action=AuditAction.FILE_SEEN,
        subject=subject,
        at__gte=timezone.now() - ONE_VIEW,
    )
    if not known.exists():
        record(AuditAction.FILE_SEEN, by=reader, subject=subject, request=request)
