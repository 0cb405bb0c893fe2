"""The vocabulary in the editor's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.core.models import Tag


class TagViewSet(SnippetViewSet):
    """Tags: list by name, search by either name."""

    model = Tag
    icon = "tag"
    menu_label = _("태그")
    menu_name = "tags"
    list_display = ("name", "name_en", "group")
    list_filter = ("group",)
    search_fields = ("name", "name_en")
    search_backend_name = None
    add_to_admin_menu = False


register_snippet(TagViewSet)
