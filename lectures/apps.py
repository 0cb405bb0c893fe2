"""Forum sessions, lectures and speakers."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LecturesConfig(AppConfig):
    name = "lectures"
    verbose_name = _("강연과 회차")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from lectures import searchable
        from lectures.domain.media_files import recording_gone
        from lectures.models import Recording

        searchable.connect()
        post_delete.connect(recording_gone, sender=Recording, dispatch_uid="lectures-recording-gone")
