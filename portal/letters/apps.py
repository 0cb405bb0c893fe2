from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    name = "portal.letters"
    label = "letters"
    verbose_name = _("편지")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.accounts import own_data
        from portal.letters.domain import keeping, own, sending
        from search import chores

        own_data.register("letters", own.held_about, own.erase)
        chores.register("letters", sending.send_due, every=1.0)
        chores.register("old letters", keeping.forget_old, every=3600.0)
