"""Glossary and guides."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    name = "portal.guidance"
    label = "guidance"
    verbose_name = _("길잡이와 용어")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.guidance import searchable

        searchable.connect()
