"""A small public site: what everybody may see, with the same tags, people and sessions that hidden things share."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.management import call_command

from districts.models import CaseStudy, District
from lectures.models import ForumSession, Lecture, ProgrammeItem, Speaker
from portal.core.searchable import korean_url
from portal.guidance.models import GuidePage, Term
from tests.factories.editions import EDITION_ADDRESSES, make_shown_editions
from tests.factories.guidance import make_guide, make_term
from tests.factories.site import (
    make_case,
    make_district,
    make_lecture,
    make_session,
    make_speaker,
    restrict,
)

MEMBERS = "포럼 회원"


@dataclass(frozen=True)
class Shown:
    cases: list[CaseStudy]
    lectures: list[Lecture]
    session: ForumSession
    speaker: Speaker
    term: Term
    guide: GuidePage

    def addresses(self) -> list[str]:
        """Of the public pages, in Korean."""
        pages = [*self.cases, *self.lectures, self.session, self.guide]
        lists = ["/", "/cases/", "/lectures/", "/sessions/", "/districts/", "/guides/"]
        districts = ["/districts/nowon-gu/", "/districts/nowon-gu/cases/", "/districts/gangnam-gu/"]
        return [*lists, *districts, *EDITION_ADDRESSES, *(korean_url(page) for page in pages)]

    def comparison(self) -> str:
        """Of the first cases beside each other."""
        return "/cases/compare/?" + "&".join(f"id={case.pk}" for case in self.cases[:3])


def make_shown() -> Shown:
    """The fixed tree, cases, a session with lectures, a lecture elsewhere, a term, a guide; 도봉구 for MEMBERS only."""
    call_command("setup_site", verbosity=0)
    restrict(District.objects.get(name="도봉구").page, MEMBERS)
    nowon, gangnam = make_district(), make_district("강남구", "Gangnam-gu", "11680")
    texts = ("스마트 돌봄 로봇", "교통 신호 제어", "어르신 돌봄 전화", "골목 주차 안내", "하천 수위 감시")
    cases = [
        make_case(
            text,
            slug=f"shown-{number}",
            title_en=f"Shown case {number}",
            summary=f"{text} 요약입니다.",
            problem=f"<p>{text} 문제와 어르신 안전</p>",
            district=(nowon, gangnam, None)[number % 3],
            tags=("돌봄", "절반태그") if number == 0 else ("돌봄", "사물인터넷") if number % 2 else (),
            licence="1",
            field=("복지", "교통")[number % 2],
        )
        for number, text in enumerate(texts)
    ]
    session, speaker = make_session(1, date=datetime.date(2024, 3, 4)), make_speaker("보이는 연사")
    ProgrammeItem.objects.create(session=session, time="14:00")
    make_shown_editions()
    lectures = [
        make_lecture(
            f"돌봄 강연 {number}",
            session=session if number < 2 else None,
            speaker=speaker,
            tags=("돌봄",),
            date=datetime.date(2024, 3, 4),
        )
        for number in range(3)
    ]
    term = make_term("돌봄", name_en="Care", slug="care")
    steps = ({"page": cases[0], "note": "어르신 안전을 봅니다."}, {"term": term}, {"page": lectures[2]})
    guide = make_guide("보이는 길잡이", slug="shown-guide", steps=steps)
    return Shown(cases, lectures, session, speaker, term, guide)
