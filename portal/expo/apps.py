"""Editions of the expo and of the prize, and the calendar."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpoConfig(AppConfig):
    name = "portal.expo"
    label = "expo"
    verbose_name = _("엑스포와 상")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.expo import searchable

        searchable.connect()
