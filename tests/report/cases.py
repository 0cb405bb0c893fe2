"""Cases for documents: an ordinary one, the longest anybody could write, one with hardly a fact, one of odd signs."""

from __future__ import annotations

from typing import Any

from districts.models import CaseStudy
from tests.factories.site import make_case, make_district

SOURCES = [
    {
        "outlet": "헤럴드경제",
        "title": "횡단보도 효과",
        "date": "2025-09-15",
        "url": "https://news.example.kr/10575242?a=1&b=2",
        "supports": "problem, outcomes",
    },
    {"outlet": "서울앤", "title": "정책 투어", "date": "2025-10", "url": "", "supports": "성과"},
    {"outlet": "구정 소식", "title": "", "date": "", "url": "", "supports": "approach"},
]
OUTCOMES = [
    {
        "type": "effect",
        "metric": "보행자 인명피해 사고",
        "baseline": "19",
        "result": "9",
        "unit": "건",
        "as_of": "2024-03-05",
        "method": "교통사고분석시스템",
    },
    {"type": "output", "metric": "설치 횡단보도", "result": "1200", "unit": "곳", "as_of": "2025-09"},
    {"type": "context", "metric": "하루 보행량", "result": "약 300만", "unit": "명"},
]
# Rare syllables and Hanja, a sign for square metres, emoji, Hebrew, signs that turn the direction, XML's own, controls.
# No NUL: PostgreSQL stores none, and no form or import lets one through.
ODD = "똠방각하 뷁 漢江 25㎡ 🤖👩‍👩‍👧 שלום \u202eabc\u202c <b>&amp;\"' \x08\x1b 끝"


def ordinary_case(**fields: Any) -> CaseStudy:
    values: dict[str, Any] = {
        "title": "보행 사고를 줄인 스마트 횡단보도",
        "title_en": "Smart crosswalks with fewer accidents",
        "slug": "smart-crosswalk",
        "summary": "조명과 음성안내를 모아 보행 사고를 줄였습니다.",
        "summary_en": "Lights and voices in one crosswalk.",
        "district": make_district("성동구", "Seongdong-gu", "11200"),
        "field": "교통",
        "stage": "spread",
        "year_started": 2019,
        "department": "스마트포용도시과",
        "contact_role": "스마트포용도시과 교통 담당",
        "problem": "<p>차가 정지선을 넘어 섰습니다. 2019. 3. 2. 기준으로 사고가 잦았습니다.</p>",
        "approach": "<p>여덟 가지 기술을 모았습니다.</p><p>자리를 자료로 골랐습니다.</p>",
        "cost_krw": 1_800_000_000,
        "cost_note": "특구 사업 전체",
        "period": "2019~2021",
        "outcomes": [("outcome", value) for value in OUTCOMES],
        "timeline": [("step", {"when": "2019-10", "what": "처음 설치"})],
        "learning": "<p>앱을 깔아야 작동합니다.</p>",
        "adopted_by": [("adoption", {"who": "다른 자치구", "how": "방문", "when": "2020"})],
        "partners": "서울특별시\n경찰청",
        "awards": "2020 서울창의상",
        "licence": "1",
        "sources": SOURCES,
        "tags": ("보행자 안전", "영상분석"),
    }
    return make_case(**{**values, **fields})


def longest_case() -> CaseStudy:
    """20 paragraphs of problem and approach, 30 outcomes, 25 sources: every field as long as it may be."""
    sentences = "".join(f"이것은 문제를 말하는 {n}번째 문장이고 조금 길게 씁니다. " for n in range(6))
    outcome = {
        "type": "effect",
        "metric": "긴 지표 이름 " * 24,
        "baseline": "이전 값 설명 " * 12,
        "result": "123456 " * 12,
        "unit": "건 " * 20,
        "as_of": "2024년 1월부터 6월까지",
        "method": "확인한 방법을 길게 적은 글 " * 17,
    }
    kinds = ["effect"] * 4 + ["output"] * 13 + ["context"] * 13
    source = {"outlet": "긴 매체 이름 " * 11, "title": "긴 제목 " * 55, "date": "2024-05-01"}
    return ordinary_case(
        title="아주 긴 제목 " * 30,
        title_en="A very long title " * 13,
        slug="longest",
        summary="한 줄 요약을 길게 씁니다. " * 35,
        note="알림을 길게 씁니다. " * 50,
        problem=f"<p>{sentences}</p>" * 20,
        approach=f"<p>{sentences}</p>" * 20,
        cost_note="비용 설명 " * 45,
        staff="인력 " * 60,
        legal_basis="조례 " * 90,
        department="부서 " * 30,
        contact_role="담당 " * 45,
        outcomes=[("outcome", {**outcome, "type": kind}) for kind in kinds],
        sources=[{**source, "url": f"https://news.example.kr/{n}/{'x' * 550}"} for n in range(25)],
    )


def bare_case() -> CaseStudy:
    return make_case("제목뿐인 사례", slug="bare", field="", summary="", sources=[])


def odd_case() -> CaseStudy:
    outcome = {
        "type": "effect",
        "metric": ODD[:150],
        "result": ODD[:60],
        "unit": "㎡",
        "as_of": "곧",
        "method": ODD,
    }
    return ordinary_case(
        title=f"제목 {ODD}",
        slug="odd",
        summary=ODD,
        problem=f"<p>{ODD.replace('<', '&lt;')}</p>",
        partners=ODD,
        outcomes=[("outcome", outcome)],
        sources=[{"outlet": ODD[:80], "title": ODD, "date": "2024"}],
    )
