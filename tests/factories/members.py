"""Members and posts for tests."""

from __future__ import annotations

from typing import Any

from districts.models import District
from portal.accounts.models import User
from portal.community.members.domain.find import member_of
from portal.community.members.models import Member, Post

ALL_SHOWN = dict.fromkeys(
    (
        "shows_name",
        "shows_place",
        "shows_department",
        "shows_topics",
        "shows_posts",
        "shows_mailbox",
    ),
    True,
)


def make_member(user: User, **fields: Any) -> Member:
    """The member of a user with these fields; shows nothing unless told to."""
    member = member_of(user)
    for name, value in fields.items():
        setattr(member, name, value)
    member.save()
    return member


def make_post(
    role: str = "ai", *, district: District | None = None, holder: User | None = None, **fields: Any
) -> Post:
    """A post of a district, or of the institution given."""
    return Post.objects.create(
        role=role, district=district, holder=member_of(holder) if holder else None, **fields
    )
