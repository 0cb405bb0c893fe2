"""The page "검색 상태" in the menu of reports, and what Wagtail changes without saving.

"Add to collection" moves files with one UPDATE, which sends no signal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from search import (
    admin_status,
    outbox,
    quality,  # noqa: F401  (registers its page)
)
from search.case_requests_admin import CaseRequestAdminForm
from search.counting import admin as counting_admin  # noqa: F401  (registers its report)
from search.counting.prefilled import PrefilledCreateView
from search.editing import admin as editing_admin  # noqa: F401  (registers the menu "검색 관리")
from search.models import CaseRequest


class StatusMenuItem(MenuItem):
    """Shown to those who may look after the search."""

    def is_shown(self, request: HttpRequest) -> bool:
        return admin_status.may_see(request.user)


class CaseRequestViewSet(SnippetViewSet):
    """What readers looked for in vain: open requests first."""

    model = CaseRequest
    icon = "search"
    menu_label = _("사례 요청")
    menu_name = "case-requests"
    menu_order = 910
    add_to_admin_menu = True
    add_view_class = PrefilledCreateView
    list_display = ("query", "district", "created_at", "answer", "done")
    list_filter = ("done", "district")
    search_fields = ("query", "text")
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel(name)
            for name in ("query", "text", "contact", "district", "answer", "answer_note", "done")
        ],
        base_form_class=CaseRequestAdminForm,
    )


register_snippet(CaseRequestViewSet)


@hooks.register("register_admin_urls")
def status_urls() -> list[Any]:
    return [path("search-status/", admin_status.status_page, name="search_status")]


@hooks.register("register_reports_menu_item")
def status_menu_item() -> MenuItem:
    return StatusMenuItem(_("검색 상태"), reverse_lazy("search_status"), icon_name="search", order=50)


@hooks.register("after_bulk_action")
def note_bulk_action(request: HttpRequest, action_type: str, objects: Iterable[Model], action: Any) -> None:
    """Runs inside the transaction of the bulk action. Pages are left out: their actions save each page."""
    for item in objects:
        if not isinstance(item, Page):
            outbox.changed(type(item), [item.pk])
