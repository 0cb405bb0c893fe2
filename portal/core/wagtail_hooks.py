"""The vocabulary in the editor's menu; links of rich text; what choosers and reports show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.core.admin_reach import pages_to_choose, works_everywhere
from portal.core.models import Tag
from portal.core.rich_text import register_links
from portal.core.writing_desk import WritingDesk


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


@hooks.register("construct_homepage_panels")
def offer_writing(request: HttpRequest, panels: list[Any]) -> None:
    """Put the ways to start writing first."""
    panels.append(WritingDesk(request.user))


# After Wagtail's own handlers, whose place ours take.
hooks.register("register_rich_text_features", register_links, order=10)


@hooks.register("construct_page_chooser_queryset")
def offer_what_may_be_known(pages: Any, request: HttpRequest) -> Any:
    return pages_to_choose(pages, request.user)


@hooks.register("construct_reports_menu")
def hide_report_of_the_office(request: HttpRequest, menu_items: list[Any]) -> None:
    """It names the page edited last of every type, whoever may see it."""
    if not works_everywhere(request.user):
        menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]
