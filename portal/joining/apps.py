"""How accounts come, sleep and go."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JoiningConfig(AppConfig):
    name = "portal.joining"
    label = "joining"
    verbose_name = _("가입")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import pre_delete

        from portal.accounts.models import User
        from portal.joining.domain import dormancy, own_data, retention
        from search import chores

        own_data.connect()
        pre_delete.connect(own_data.erase_with_account, sender=User, dispatch_uid="joining-own-data")
        chores.register("dormant accounts", dormancy.keep_watch, every=3600.0)
        chores.register("retention", retention.forget_old, every=3600.0)
