"""Words of the directory: what names a role, and what says nothing of which one is meant."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

#: Said around what is looked for: "AI 담당 in 노원구", "노원구의 데이터 담당자는 누구".
_FILLERS = """
in at of the for who is a an officer lead contact person
담당 담당자 담당관 담당부서 담당과 담당직원 직원 부서 과 팀 팀장 과장 주무관 업무 자리 역할 연락처
누구 누구인가요 누구예요 누구죠 어디 어느 찾기 및
"""
FILLERS = frozenset(_FILLERS.split())


@lru_cache(maxsize=1)
def role_words() -> dict[str, tuple[str, ...]]:
    """Value of a PostRole -> what people call it, from ``role_words.txt``."""
    lines = files("portal.community.members").joinpath("role_words.txt").read_text("utf-8").splitlines()
    rows = (line.partition(":") for line in lines if line.strip() and not line.startswith("#"))
    return {role.strip(): tuple(word.strip() for word in words.split(",")) for role, _, words in rows}
