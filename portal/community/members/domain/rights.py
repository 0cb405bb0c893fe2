"""Who looks after which posts: the forum's office after all, the editors of a district after their own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from districts.models import District
from portal.accounts.roles import Role, district_group_name
from portal.community.members.models import Post

OFFICE_GROUPS = (Role.ADMINISTRATOR, Role.FORUM_EDITOR)


def is_office(user: Any) -> bool:
    """Whether the user belongs to the forum's office."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or any(name in OFFICE_GROUPS for name in group_names(user))


def group_names(user: Any) -> list[str]:
    """Names of the user's groups; asked once for each user object."""
    if not hasattr(user, "_group_names"):
        user._group_names = list(user.groups.values_list("name", flat=True))
    names: list[str] = user._group_names
    return names


def districts_edited(user: Any) -> QuerySet[District]:
    """The districts that the user edits."""
    if is_office(user):
        return District.objects.all()
    if not user.is_authenticated or not user.is_active:
        return District.objects.none()
    names = group_names(user)
    wanted = [item.pk for item in District.objects.all() if district_group_name(item) in names]
    return District.objects.filter(pk__in=wanted)


def looks_after(user: Any, post: Post) -> bool:
    """Whether the user is of the office, or edits the district of the post."""
    if is_office(user):
        return True
    if not user.is_authenticated or not user.is_active or post.district is None:
        return False
    return district_group_name(post.district) in group_names(user)


def holds(user: Any, post: Post) -> bool:
    """Whether the user holds the post."""
    holder = post.holder
    return bool(user.is_authenticated and user.is_active and holder and holder.user_id == user.pk)


def may_hand_over(user: Any, post: Post) -> bool:
    """Who holds a post hands it over, and so does who looks after it."""
    return holds(user, post) or looks_after(user, post)
