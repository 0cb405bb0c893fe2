"""Reports of errors in the editor's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from home.models import ErrorReport


class ErrorReportViewSet(SnippetViewSet):
    """What readers reported: open ones first."""

    model = ErrorReport
    icon = "warning"
    menu_label = _("오류 신고")
    menu_name = "error-reports"
    menu_order = 900
    add_to_admin_menu = True
    list_display = ("kind", "address", "created_at", "done")
    list_filter = ("kind", "done")
    search_fields = ("address", "text")
    search_backend_name = None


register_snippet(ErrorReportViewSet)
