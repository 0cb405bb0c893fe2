"""What the queue keeps about somebody: which letters went to their address. Their texts are not kept."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from post_office.models import STATUS, Email

from portal.accounts.models import User


def held_about(user: User) -> list[dict[str, Any]]:
    """For `portal.accounts.own_data`: subject and time of letters of the last days."""
    return list(_letters_to(user).order_by("pk").values("subject", "created"))


def erase(user: User) -> None:
    """What waits still goes out: it may be the letter that says that the account is gone."""
    _letters_to(user).filter(status__in=(STATUS.sent, STATUS.failed)).delete()


def _letters_to(user: User) -> QuerySet[Email]:
    letters: QuerySet[Email] = Email.objects.filter(to__iexact=user.email)
    return letters if user.email else letters.none()
