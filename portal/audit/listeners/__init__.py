"""What tells the audit log without knowing of it: signals of Django, Wagtail, django-allauth and django-axes."""

from __future__ import annotations

from portal.audit.listeners import accounts, approvals, files, rights


def connect() -> None:
    """Listen. Called once, when all rooms are loaded."""
    accounts.connect()
    rights.connect()
    approvals.connect()
    files.connect()
