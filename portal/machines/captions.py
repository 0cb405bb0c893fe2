"""What stands on the picture that goes with a shared link: the kind of page, its title, and one line more."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from django.utils.translation import gettext as _

from districts.models import CaseStudy, DistrictPage
from home.models import HomePage
from lectures.models import ForumSession, Lecture, LectureSpeaker, Speaker
from portal.core.models import PortalPage, Tag
from portal.core.templatetags.portal_format import local_date
from portal.core.templatetags.portal_text import localized
from portal.expo.models import ExpoEdition
from portal.guidance.models import Term
from search import registry


@dataclass(frozen=True)
class Caption:
    """kind and note may be empty, the title may not."""

    kind: str
    title: str
    note: str = ""


def portal_name() -> str:
    return _("스마트시티 서울 CDO 포럼 지식 포털")


def speakers_of(lecture: Lecture) -> list[LectureSpeaker]:
    """The lecture's speakers in their order; without a query where its page has read them already."""
    known: list[LectureSpeaker] | None = getattr(lecture, "speaker_rows", None)
    if known is not None:
        return known
    return list(lecture.speakers.select_related("speaker").order_by("sort_order", "pk"))


@singledispatch
def caption(subject: Any) -> Caption:
    """The caption in the language in use; that of the portal for what has none of its own."""
    return Caption("", portal_name(), _("다른 구가 이미 찾은 답을, 강연의 그 순간과 사례의 그 대목에서."))


@caption.register(PortalPage)
def _page(page: PortalPage) -> Caption:
    return Caption(_kind(page), page.local_title, _shortened(page.local_summary))


@caption.register(HomePage)
def _home(page: HomePage) -> Caption:
    return Caption("", portal_name(), _shortened(page.local_summary))


@caption.register(CaseStudy)
def _case(case: CaseStudy) -> Caption:
    place = case.district.label if case.district else _("서울시 전체")
    parts = [place, str(case.get_field_display()) if case.field else ""]
    return Caption(_kind(case), case.local_title, _joined(parts))


@caption.register(Lecture)
def _lecture(lecture: Lecture) -> Caption:
    names = ", ".join(row.speaker.label for row in speakers_of(lecture))
    day = local_date(lecture.date, lecture.date_precision) if lecture.date else ""
    return Caption(_kind(lecture), lecture.local_title, _joined([names, day]))


@caption.register(ForumSession)
def _session(session: ForumSession) -> Caption:
    return Caption(_kind(session), session.local_title, _joined([local_date(session.date), session.venue]))


@caption.register(ExpoEdition)
def _expo(expo: ExpoEdition) -> Caption:
    day = local_date(expo.start_date, expo.date_precision) if expo.start_date else ""
    return Caption(_kind(expo), expo.local_title, _joined([day, str(localized(expo, "venue"))]))


@caption.register(DistrictPage)
def _district(page: DistrictPage) -> Caption:
    return Caption(_kind(page), page.local_title, _("강연과 사례, 현황 수치"))


@caption.register(Speaker)
def _speaker(speaker: Speaker) -> Caption:
    return Caption(_("연사"), speaker.label, speaker.name if speaker.label != speaker.name else "")


@caption.register(Tag)
def _tag(tag: Tag) -> Caption:
    return Caption(_("태그"), tag.label)


@caption.register(Term)
def _term(term: Term) -> Caption:
    return Caption(_("용어"), term.label, _shortened(str(localized(term, "definition"))))


def _kind(page: PortalPage) -> str:
    return next((str(item.label) for item in registry.current().of_model(type(page))), "")


def _joined(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)


def _shortened(text: str, longest: int = 90) -> str:
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + "…"
