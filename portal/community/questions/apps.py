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
        from portal.accounts import own_data
        from portal.community.digests.domain import sections
        from portal.community.members.domain import holdings, panels
        from portal.community.questions import searchable
        from portal.community.questions.domain import digest, succession
        from portal.community.questions.domain import own_data as own_questions

        searchable.connect()
        own_data.register("questions", own_questions.export, own_questions.erase)
        holdings.register(succession.pass_on)
        panels.register(succession.panel)
        sections.register("answers", _("내 질문에 온 답"), digest.answers, order=30)
