"""Who somebody is as a member, and where mail to a post goes."""

from __future__ import annotations

from django.conf import settings

from portal.accounts.models import User
from portal.community.members.models import DistrictDesk, Member, Post


def member_of(user: User) -> Member:
    """The member that a signed-in user is; made at their first use, with nothing shown."""
    found = Member.objects.filter(user=user).first()
    if found:
        return found
    member, _made = Member.objects.get_or_create(
        user=user, defaults={"name_shown": own_name(user), "district": user.district}
    )
    return member


def own_name(user: User) -> str:
    """The name of an account; never its address."""
    return f"{user.last_name}{user.first_name}".strip()[:60]


def post_recipients(post: Post) -> list[str]:
    """Where mail to a post goes: its mailbox, else its holder, else the district's general contact, else the office.

    Empty only where not even the office has an address.
    """
    holder = post.holder.user if post.holder else None
    candidates = [
        post.mailbox,
        holder.email if holder and holder.is_active else "",
        general_address(post),
        settings.OFFICE_EMAIL,
    ]
    return [address for address in candidates if address][:1]


def general_address(post: Post) -> str:
    """The general address of the district of a post; "" where it has none."""
    desk = desk_of(post)
    return desk.email if desk else ""


def desk_of(post: Post) -> DistrictDesk | None:
    """The general contact of the district of a post."""
    return DistrictDesk.objects.filter(district=post.district_id).first() if post.district_id else None
