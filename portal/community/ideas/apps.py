from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdeasConfig(AppConfig):
    name = "portal.community.ideas"
    label = "ideas"
    verbose_name = _("아이디어")
