"""Adding to the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.http import HttpRequest

from portal.audit.current import current_request
from portal.audit.enums import AuditAction
from portal.audit.models import AuditEntry
from search.limits import address_of

if TYPE_CHECKING:
    from portal.accounts.models import User


def record(
    action: AuditAction,
    *,
    by: User | None,
    subject: str = "",
    detail: str = "",
    about: User | None = None,
    request: HttpRequest | None = None,
) -> None:
    """Add an entry in the running transaction.

    ``by`` is who did it (None: nobody signed in, or the portal itself), ``about`` whose account it concerns.
    ``subject`` and ``detail`` are plain Korean text and name no person: the entry cannot be changed when somebody's
    data is deleted. Both are cut to what the table holds. ``request`` gives the address it came from; without it the
    request being answered does.
    """
    asked = request or current_request()
    AuditEntry.objects.create(
        action=action,
        by_number=_number(by),
        about_number=_number(about),
        subject=_plain(subject)[:300],
        detail=_plain(detail)[:1000],
        address=None if asked is None else _address(asked),
    )


def _number(user: Any) -> int | None:
    """The primary key; none for somebody who is not signed in."""
    return user.pk if user is not None and getattr(user, "pk", None) else None


def _plain(text: str) -> str:
    """One line: nothing can look like another entry in an export."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(text)).split())


def _address(request: HttpRequest) -> str | None:
    address = address_of(request).partition("%")[0]
    try:
        validate_ipv46_address(address)
    except ValidationError:
        return None
    return address
