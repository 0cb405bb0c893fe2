"""Finding a district by what people write: name, code, address name, English name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from portal.core.text_keys import term_key

_SEOUL = re.compile(r"^서울(?:특별시|시)?\s+(?=\S)")
_CITY_NAMES = ("서울시", "서울특별시", "서울", "서울시 전체", "서울 전체", "시 전체", "전체")
WHOLE_CITY = frozenset(term_key(name) for name in _CITY_NAMES)


class UnknownDistrict(ValueError):
    """The message is for the reader."""


class DistrictNames:
    """The districts by every name they go by."""

    def __init__(self, districts: Iterable[tuple[str, str, str, str]]) -> None:
        """Districts as (code, Korean name, English name, slug)."""
        self._codes: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for code, name, name_en, slug in districts:
            self._names[name] = code
            short = name.removesuffix("구")
            names = (code, name, name_en, slug, short) if len(short) > 1 else (code, name, name_en, slug)
            self._codes.update({term_key(word): code for word in names if word})

    def code(self, text: str) -> str | None:
        """The code of the district that `text` names, with or without "서울시" before it; None for none."""
        return self._codes.get(term_key(_SEOUL.sub("", text)))

    def nearest(self, text: str) -> str:
        """The Korean name that looks most like `text`, or ""."""
        found = get_close_matches(_SEOUL.sub("", text), self._names, n=1, cutoff=0.4)
        return found[0] if found else ""

    def code_at_start(self, text: str) -> str:
        """The code of the district whose name begins `text` ("노원구청 스마트도시과"), or ""."""
        bare = _SEOUL.sub("", text)
        return next((code for name, code in self._names.items() if bare.startswith(name)), "")

    def has_code(self, code: str) -> bool:
        return code in self._names.values()

    def resolve(self, text: str) -> str:
        """Like `code`, with "" for the whole city; raises UnknownDistrict with a hint for anything else."""
        if not text or term_key(text) in WHOLE_CITY:
            return ""
        code = self.code(text)
        if code is None:
            nearest = self.nearest(text)
            hint = f" (가까운 이름: {nearest})" if nearest else ""
            raise UnknownDistrict(f"모르는 자치구입니다: {text[:40]}{hint}")
        return code
