"""Who the numbers in the audit log are, as far as they are still there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.audit.models import AuditEntry


class NamedEntry(NamedTuple):
    """An entry with the people it names; "" where it names nobody."""

    entry: AuditEntry
    by: str
    about: str

    @property
    def moment(self) -> str:
        """When, to the second, by the portal's clock."""
        return timezone.localtime(self.entry.at).isoformat(sep=" ", timespec="seconds")


def named(entries: Iterable[AuditEntry]) -> list[NamedEntry]:
    """The entries with names; one query for any number."""
    rows = list(entries)
    numbers = {number for row in rows for number in (row.by_number, row.about_number) if number}
    people = User.objects.in_bulk(numbers)

    def name(number: int | None) -> str:
        if number is None:
            return ""
        person = people.get(number)
        return f"{person} ({number})" if person else _("지운 계정 (%(number)s)") % {"number": number}

    return [NamedEntry(row, name(row.by_number), name(row.about_number)) for row in rows]
