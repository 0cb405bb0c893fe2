from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "portal.community.members"
    label = "members"
    verbose_name = _("회원")

    def ready(self) -> None:
        from portal.accounts import own_data
        from portal.community.members import searchable
        from portal.community.members.domain import confirming
        from portal.community.members.domain import own_data as own_page
        from search import chores

        searchable.connect()
        own_data.register("member", own_page.held_about, own_page.erase)
        chores.register("case contacts", confirming.ask_due, every=600.0)
