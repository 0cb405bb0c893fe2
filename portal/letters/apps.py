from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    name = "portal.letters"
    label = "letters"
    verbose_name = _("편지")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.letters.domain import keeping, sending
        from search import chores

        chores.register("letters", sending.send_due, every=1.0)
        chores.register("old letters", keeping.forget_old, every=3600.0)
