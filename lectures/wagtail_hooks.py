"""Speakers in the editor's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from lectures.models import Speaker


class SpeakerViewSet(SnippetViewSet):
    """Speakers: list and search by either name."""

    model = Speaker
    icon = "user"
    menu_label = _("연사")
    menu_name = "speakers"
    list_display = ("name", "name_en")
    search_fields = ("name", "name_en")
    search_backend_name = None


register_snippet(SpeakerViewSet)
