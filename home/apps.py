"""The landing page and plain pages."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("첫 화면")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from home import searchable

        searchable.connect()
