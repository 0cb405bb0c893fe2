"""Questions to speakers and posts, at the place that they are about."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "portal.community.questions"
    label = "questions"
    verbose_name = _("질문")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.community.questions import searchable

        searchable.connect()
