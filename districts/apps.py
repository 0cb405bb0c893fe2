"""Districts and their cases."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DistrictsConfig(AppConfig):
    name = "districts"
    verbose_name = _("자치구와 사례")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from districts import searchable
        from districts.domain.writing import writing_places
        from search.counting.actions import register_writing

        searchable.connect()
        register_writing(writing_places)
