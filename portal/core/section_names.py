"""The parts of a record by the names that files and addresses use for them, and by those that screens show."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

SECTION_NAMES = {
    "summary": gettext_noop("요약"),
    "problem": gettext_noop("문제"),
    "approach": gettext_noop("접근"),
    "resources": gettext_noop("자원"),
    "outcomes": gettext_noop("성과"),
    "timeline": gettext_noop("경과"),
    "learning": gettext_noop("배운 점"),
    "transfer": gettext_noop("옮겨 쓸 조건"),
    "partners": gettext_noop("함께한 기관"),
    "awards": gettext_noop("수상"),
    "adopted_by": gettext_noop("다른 곳의 적용"),
    "legal_basis": gettext_noop("법적 근거"),
    "technologies": gettext_noop("기술과 주제"),
    "programme": gettext_noop("순서"),
    "announcements": gettext_noop("발표된 내용"),
    "background": gettext_noop("배경과 목적"),
    "highlights": gettext_noop("주요 행사"),
    "zones": gettext_noop("전시관·구역"),
    "participants": gettext_noop("참가 도시·기업"),
    "figures": gettext_noop("수치로 보기"),
    "assessment": gettext_noop("평가"),
    "call": gettext_noop("공모"),
    "criteria": gettext_noop("심사 기준"),
    "jury": gettext_noop("심사 단계"),
    "ceremony": gettext_noop("시상식"),
    "winners": gettext_noop("수상"),
}
_KNOWN = frozenset(SECTION_NAMES.values())


def korean_name(word: str) -> str:
    """The Korean name of a part ("problem" -> 문제), as it is stored; other words stay as they are."""
    return SECTION_NAMES.get(word, word)


def local_name(word: str) -> str:
    """The name in the reader's language, given by its key or by its Korean name; other words stay as they are."""
    korean = korean_name(word)
    return gettext(korean) if korean in _KNOWN else word
