"""The shared ground."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "portal.core"
    label = "core"
    verbose_name = _("공통")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.core.admin_compare import register_comparisons
        from portal.core.admin_labels import name_admin_labels
        from portal.core.admin_names import name_only_what_is_within_reach
        from portal.core.models import Tag
        from portal.core.searchable import tag_values
        from search import facets, registry

        name_admin_labels()
        name_only_what_is_within_reach()
        register_comparisons()
        registry.exclude(Tag, "found through the pages that carry it")
        facets.register_values("tag", tag_values)
