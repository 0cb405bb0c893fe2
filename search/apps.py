from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("검색")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings

        from search import checks, registry, signals  # noqa: F401  (registers the system checks)
        from search.editing import watch
        from search.engines.elastic_environment import refuse_contradictions
        from search.models import CaseRequest

        if settings.ELASTICSEARCH_URL:
            refuse_contradictions(settings.ELASTICSEARCH)
        signals.connect()
        watch.connect()
        registry.exclude(CaseRequest, "messages to the editors, shown to nobody else")
