from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportConfig(AppConfig):
    """What readers take away: short addresses, texts to paste, documents to download. Stores nothing."""

    name = "portal.report"
    label = "report"
    verbose_name = _("보고서에 넣기")
