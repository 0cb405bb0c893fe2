"""Parts of pages that a step of a guide can lead to; the values are the anchors of those pages."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Section(TextChoices):
    SUMMARY = "summary", _("요약")
    PROBLEM = "problem", _("문제")
    APPROACH = "approach", _("접근")
    RESOURCES = "resources", _("자원")
    OUTCOMES = "outcomes", _("성과")
    LEARNING = "learning", _("배운 점")
    TRANSFER = "transfer", _("옮겨 쓸 조건")
    PARTNERS = "partners", _("함께한 기관")
    AWARDS = "awards", _("수상")
    TECHNOLOGIES = "technologies", _("기술과 주제")
    KEY_POINTS = "key-points", _("핵심 내용")
    BODY = "body", _("강연 내용")
    PROGRAMME = "programme", _("순서")
    ANNOUNCEMENTS = "announcements", _("발표된 내용")
    INTRO = "intro", _("소개")
    PROFILE = "profile", _("현황")
    ATTACHMENTS = "attachments", _("첨부 파일")
    SOURCES = "sources", _("출처")


_EVERYWHERE = frozenset({Section.SUMMARY, Section.ATTACHMENTS, Section.SOURCES})
#: Sections by the label of the page type. A type that is not named here has none.
SECTIONS_OF: dict[str, frozenset[Section]] = {
    "districts.casestudy": _EVERYWHERE
    | {
        Section.PROBLEM,
        Section.APPROACH,
        Section.RESOURCES,
        Section.OUTCOMES,
        Section.LEARNING,
        Section.TRANSFER,
        Section.PARTNERS,
        Section.AWARDS,
        Section.TECHNOLOGIES,
    },
    "lectures.lecture": _EVERYWHERE | {Section.KEY_POINTS, Section.BODY},
    "lectures.forumsession": _EVERYWHERE | {Section.PROGRAMME, Section.ANNOUNCEMENTS},
    "districts.districtpage": frozenset({Section.INTRO, Section.PROFILE}),
}
#: Page types that have moments.
TIMED = frozenset({"lectures.lecture"})
