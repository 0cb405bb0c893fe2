from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "portal.community.members"
    label = "members"
    verbose_name = _("회원")

    def ready(self) -> None:
        from portal.community.members import searchable

        searchable.connect()
