"""One letter a week for every member."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DigestsConfig(AppConfig):
    name = "portal.community.digests"
    label = "digests"
    verbose_name = _("주간 소식")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.accounts import own_data
        from portal.community.digests.domain import own, own_field, sections, sending
        from search import chores

        own_data.register("weekly_letter", own.held_about, own.erase)

        sections.register("own_field", _("내 자치구와 관심 주제"), own_field.of_own_field, order=20)
        sections.register("sessions", _("다가오는 포럼"), own_field.sessions_ahead, order=40)
        chores.register("weekly letters", sending.send_due, every=60.0)
