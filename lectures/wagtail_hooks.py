"""Speakers in the editor's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from lectures.forms import NewSpeakerForm
from lectures.models import Speaker


class SpeakerChooserViewSet(SnippetChooserViewSet):
    """Chooses a speaker, or makes one for those who may."""

    creation_form_class = NewSpeakerForm
    creation_tab_label = _("새 연사")
    create_action_label = _("만들기")


class SpeakerViewSet(SnippetViewSet):
    """Speakers: list and search by either name."""

    model = Speaker
    icon = "user"
    menu_label = _("연사")
    menu_name = "speakers"
    list_display = ("name", "name_en")
    search_fields = ("name", "name_en")
    search_backend_name = None
    chooser_viewset_class = SpeakerChooserViewSet


register_snippet(SpeakerViewSet)
