"""Keeping something, once however often it is sent."""

from __future__ import annotations

from portal.accounts.models import User
from portal.community.bookmarks.domain.targets import Target
from portal.community.bookmarks.models import Bookmark

MOST_BOOKMARKS = 2000


class TooMany(Exception):
    """There is no room for another one."""


def keep(user: User, target: Target, note: str) -> tuple[Bookmark, bool]:
    """The bookmark of `target` and whether it is new; a note replaces the one before, none leaves it.

    Raises TooMany.
    """
    where = {"page": target.page, "document": target.document, "locator": target.locator}
    if Bookmark.objects.filter(user=user).count() >= MOST_BOOKMARKS:
        found = Bookmark.objects.filter(user=user, **where).first()
        if found is None:
            raise TooMany
    bookmark, fresh = Bookmark.objects.get_or_create(user=user, **where, defaults={"note": note})
    if note and not fresh:
        bookmark.note = note
        bookmark.save(update_fields=["note"])
    return bookmark, fresh
