"""What the weekly letter keeps about somebody."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import User
from portal.community.digests.models import Digest, DigestChoice


def held_about(user: User) -> dict[str, Any]:
    """For `portal.accounts.own_data`."""
    return {
        "choice": list(DigestChoice.objects.filter(user=user).values("stopped_at", "resumed_at", "left_out")),
        "letters": list(Digest.objects.filter(user=user).order_by("week").values("week", "items")),
    }


def erase(user: User) -> None:
    """All of it is theirs alone."""
    DigestChoice.objects.filter(user=user).delete()
    Digest.objects.filter(user=user).delete()
