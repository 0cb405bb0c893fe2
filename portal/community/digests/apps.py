from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DigestsConfig(AppConfig):
    name = "portal.community.digests"
    label = "digests"
    verbose_name = _("주간 소식")
