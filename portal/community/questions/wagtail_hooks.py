"""Questions and addresses of speakers in the office's menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.community.questions import admin_views
from portal.community.questions.domain.rights import is_office
from portal.community.questions.models import SpeakerContact


class SpeakerContactViewSet(SnippetViewSet):
    """Where speakers get questions."""

    model = SpeakerContact
    icon = "mail"
    menu_label = _("연사 연락처")
    menu_name = "speaker-contacts"
    list_display = ("speaker", "email")
    search_fields = ("speaker__name", "email")
    search_backend_name = None


register_snippet(SpeakerContactViewSet)


class QuestionMenuItem(MenuItem):
    """Shown to those who look after questions."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_office(request.user)


@hooks.register("register_admin_urls")
def question_urls() -> list[Any]:
    return [
        path("questions/", admin_views.index, name="question_index"),
        path("questions/<int:pk>/", admin_views.decide, name="question_decide"),
    ]


@hooks.register("register_admin_menu_item")
def question_menu_item() -> MenuItem:
    return QuestionMenuItem(
        _("질문과 답"), reverse_lazy("question_index"), name="questions", icon_name="help", order=890
    )
