"""Facts of a case that no database holds."""

from __future__ import annotations

import datetime

from portal.report.domain.case_facts import CaseFacts, OutcomeRow

KINDS = ("effect", "output", "context")


def facts(paragraphs: int = 1, outcomes: int = 2, language: str = "ko") -> CaseFacts:
    text = tuple(f"{n}번째 문단의 첫 문장입니다. {n}번째 문단의 둘째 문장입니다." for n in range(paragraphs))
    rows = tuple(
        OutcomeRow(KINDS[n % 3], "효과", f"지표 {n} " * 6, f"{n}건", "19", "2024년", "확인 방법 " * 6)
        for n in range(outcomes)
    )
    return CaseFacts(
        language=language,
        title="사례 제목 " * 30,
        original_title="",
        summary="요약입니다.",
        note="알림입니다.",
        head=(("자치구", "성동구"),),
        problem=text,
        approach=text,
        timeline=(),
        outcomes=rows,
        resources=(("예산", "18억원"),),
        learning=(),
        transfer=(),
        adopted=(),
        partners=(),
        awards=(),
        tags=(),
        contact="담당",
        department="부서",
        sources=tuple(f"매체 {n}, 「기사」, 2024. 5. 1., https://news.example.kr/{n}" for n in range(6)),
        licence="공공누리 제1유형: 출처표시",
        address="https://portal.example.kr/r/c3mk",
        unknown=("인력",),
        changed=datetime.datetime(2026, 3, 4, tzinfo=datetime.UTC),
    )
