"""What a member keeps for themselves. Nobody else sees any of it."""

from portal.community.bookmarks.models.bookmark import Bookmark
from portal.community.bookmarks.models.position import Position
from portal.community.bookmarks.models.search import SavedSearch

__all__ = ["Bookmark", "Position", "SavedSearch"]
