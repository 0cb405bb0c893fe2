from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookmarksConfig(AppConfig):
    name = "portal.community.bookmarks"
    label = "bookmarks"
    verbose_name = _("모아 둔 것")
