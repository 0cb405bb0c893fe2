from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdeasConfig(AppConfig):
    name = "portal.community.ideas"
    label = "ideas"
    verbose_name = _("아이디어")

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from portal.accounts import own_data
        from portal.community.digests.domain import sections
        from portal.community.ideas import searchable
        from portal.community.ideas.domain import case_letters, digest, files, naming
        from portal.community.ideas.domain import own_data as own_ideas
        from portal.community.members.models import Member
        from portal.core import file_access
        from search import case_requests

        searchable.connect()
        own_data.register("ideas", own_ideas.held_about, own_ideas.erase)
        sections.register("ideas", _("내 아이디어와 공감한 아이디어"), digest.answers, order=35)
        file_access.register_keeper(files.keeps)
        case_requests.received.connect(case_letters.requested, dispatch_uid="ideas-case-requested")
        case_requests.answered.connect(case_letters.answered, dispatch_uid="ideas-case-answered")
        post_save.connect(naming.member_saved, sender=Member, dispatch_uid="ideas-member-saved")
