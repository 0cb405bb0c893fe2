"""What the portal holds of somebody as a member: to be taken out, and to be forgotten with the account."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import User
from portal.community.members.domain.succession import leave
from portal.community.members.models import Holding, Member


def held_about(user: User) -> dict[str, Any]:
    """The member's own page, and the posts held; empty for whoever never opened it."""
    member = Member.objects.filter(user=user).select_related("district").first()
    if member is None:
        return {}
    return {
        "name_shown": member.name_shown,
        "district": member.district.name if member.district else "",
        "institution": member.institution,
        "department": member.department,
        "topics": [tag.name for tag in member.topics.order_by("name")],
        "shown_to_members": {
            name.removeprefix("shows_"): value
            for name, value in vars(member).items()
            if name.startswith("shows_")
        },
        "posts": [
            {"post": str(holding.post), "since": holding.since, "until": holding.until}
            for holding in Holding.objects.filter(member=member).select_related("post__district")
        ],
    }


def erase(user: User) -> None:
    """Posts become vacant; the row stays for what points to it and says nothing."""
    member = Member.objects.filter(user=user).first()
    if member:
        leave(member)
