"""A small public site: two districts, three cases, a session with a lecture, one lecture elsewhere, a speaker."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest
from django.utils import translation

from districts.models import CaseStudy
from lectures.models import ForumSession, Lecture, ProgrammeItem, Speaker
from tests.factories.site import make_case, make_district, make_lecture, make_session, make_speaker

DAY = datetime.date(2024, 3, 4)


@dataclass(frozen=True)
class Small:
    """cases: of 노원구 (English, tag 돌봄), of 강남구 (tag 돌봄), of the city; lectures: in the session, elsewhere."""

    cases: list[CaseStudy]
    session: ForumSession
    lectures: list[Lecture]
    speaker: Speaker


@pytest.fixture
def site(db, settings, tmp_path) -> Small:
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    # A request of an earlier test may have left its language behind.
    translation.activate("ko")
    nowon, gangnam = make_district(), make_district("강남구", "Gangnam-gu", "11680")
    cases = [
        make_case(
            "교통 신호 제어",
            slug="signals",
            title_en="Traffic signals",
            summary="교통 신호를 기다리는 줄에 맞춥니다.",
            district=nowon,
            field="교통",
            licence="1",
            tags=("돌봄",),
        ),
        make_case("어르신 돌봄 전화", slug="calls", district=gangnam, tags=("돌봄",)),
        make_case("하천 수위 감시", slug="river", tags=("센서",)),
    ]
    session = make_session(1, date=DAY, title_en="Session one")
    ProgrammeItem.objects.create(session=session, title="여는 말", speaker="여는이", affiliation="서울시")
    speaker = make_speaker("보이는 연사", slug="shown-speaker")
    lectures = [
        make_lecture("돌봄 강연", slug="care", session=session, speaker=speaker, tags=("돌봄",), date=DAY),
        make_lecture("다른 강연", slug="other", speaker=speaker, date=None),
    ]
    return Small(cases, session, lectures, speaker)
