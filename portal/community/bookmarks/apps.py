"""What members keep: bookmarks, places to go on listening, searches."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookmarksConfig(AppConfig):
    name = "portal.community.bookmarks"
    label = "bookmarks"
    verbose_name = _("담아 둔 것")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.accounts import own_data
        from portal.community.bookmarks.domain import news, own
        from portal.community.digests.domain import sections

        own_data.register("bookmarks", own.held_about, own.erase)

        sections.register("searches", _("담아 둔 검색에 새로 걸린 자료"), news.of_saved_searches, order=10)
