"""What somebody keeps, to be taken out and to be deleted with the account."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import User
from portal.community.bookmarks.domain.listing import rows_of
from portal.community.bookmarks.models import Bookmark, Position, SavedSearch


def held_about(user: User) -> dict[str, Any]:
    """For `portal.accounts.own_data`: titles as far as they may be seen."""
    rows = rows_of(list(Bookmark.objects.filter(user=user).order_by("pk")), user)
    return {
        "bookmarks": [
            {
                "title": row.title,
                "address": row.url,
                "place": row.bookmark.locator,
                "note": row.bookmark.note,
                "created_at": row.bookmark.created_at,
            }
            for row in rows
        ],
        "listening": list(Position.objects.filter(user=user).values("lecture_id", "seconds", "updated_at")),
        "searches": list(SavedSearch.objects.filter(user=user).values("name", "query", "created_at")),
    }


def erase(user: User) -> None:
    """All of it is theirs alone."""
    for model in (Bookmark, Position, SavedSearch):
        model.objects.filter(user=user).delete()
