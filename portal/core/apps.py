"""The shared ground."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "portal.core"
    label = "core"
    verbose_name = _("공통")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.core import changes, picture_files, pictures
        from portal.core.admin_compare import register_comparisons
        from portal.core.admin_labels import name_admin_labels
        from portal.core.admin_names import name_only_what_is_within_reach
        from portal.core.models import PortalImage, Tag
        from portal.core.searchable import tag_values
        from search import facets, registry

        changes.connect()
        picture_files.leave_out_metadata()
        post_save.connect(pictures.order_sizes, sender=PortalImage, dispatch_uid="core-picture-sizes")
        name_admin_labels()
        name_only_what_is_within_reach()
        register_comparisons()
        registry.exclude(Tag, "found through the pages that carry it")
        facets.register_values("tag", tag_values)
