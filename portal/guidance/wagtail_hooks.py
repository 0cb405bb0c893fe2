"""Terms in the editor's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.guidance.models import Term


class TermViewSet(SnippetViewSet):
    """Terms: list by name, search by any spelling."""

    model = Term
    icon = "help"
    menu_label = _("용어")
    menu_name = "terms"
    list_display = ("name", "abbreviations")
    search_fields = ("name", "name_en", "abbreviations", "variants")
    search_backend_name = None


register_snippet(TermViewSet)
