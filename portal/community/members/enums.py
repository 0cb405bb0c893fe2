"""Closed vocabularies of members and posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class PostRole(TextChoices):
    """What somebody answers for, whatever the unit is called in their district."""

    CDO = "cdo", _("CDO")
    SMART_CITY = "smart-city", _("스마트도시 총괄")
    DATA = "data", _("데이터")
    AI = "ai", _("AI")
    INFORMATION = "information", _("정보화")
    SECURITY = "security", _("보안")
    NETWORK = "network", _("통신망")
    GEODATA = "geodata", _("공간정보")
    CCTV = "cctv", _("CCTV 관제")
    INCLUSION = "inclusion", _("디지털 포용 교육")
    INNOVATION = "innovation", _("행정 혁신")
    OFFICE = "office", _("포럼 사무국")
    OTHER = "other", _("그 밖의 업무")

    @property
    def held_as(self) -> StrOrPromise:
        """The role as one that somebody has: "AI 담당"; names of offices stay as they are."""
        if self == PostRole.OFFICE:
            # After the name of the forum.
            return gettext("사무국")
        if self in (PostRole.CDO, PostRole.SMART_CITY):
            return self.label
        return gettext("%(role)s 담당") % {"role": self.label}
