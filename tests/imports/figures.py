"""Figures in text, made comparable: what a number is worth, what it counts, and which day is meant.

What counts as the same figure (and so may differ between content and facts):

* separators and scales: 120000000 = 120,000,000 = 1억 2,000만 = 1억 2천 = 120 million
* days: 2026-11-23 = 2026. 11. 23. = 2026년 11월 23일 = 23 November 2026; a coarser day (2026-11) of a known one
* units of one kind: 곳 = 개소 = 개, 명 = 인, % = 퍼센트; a unit that is not written (or not known here, as in
  English) fits any
* a number written as a word: 두 곳 = 2곳, 첫 = 1
* digits that belong to a name (E8, H100) are no figure
* 80%대 for any share from 80 to 89.9%
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_KINDS = {
    "people": ("명", "인"),
    "place": ("곳", "개소", "군데", "개"),
    "percent": ("%", "퍼센트", "프로"),
    "money": ("원", "won"),
    "month": ("월",),
    "months": ("개월", "달"),
    "day": ("일",),
    "years": ("년", "해"),
    "weeks": ("주",),
    "hours": ("시간",),
    "minutes": ("분",),
    "seconds": ("초",),
    "machine": ("대",),
    "case": ("건",),
    "time": ("회", "번", "차례"),
    "sort": ("종", "가지"),
    "age": ("세", "살"),
    "floor": ("층",),
    "rank": ("위",),
    "household": ("가구", "세대"),
    "area": ("㎡", "m²", "제곱미터"),
    "metre": ("m", "미터"),
    "kilometre": ("km", "킬로미터"),
}
_BAND = "percent band"
_KIND_OF = {"%대": _BAND} | {unit: kind for kind, units in _KINDS.items() for unit in units}
_LONGEST_FIRST = sorted(_KIND_OF, key=len, reverse=True)
_SMALL = {"천": 1000, "백": 100, "십": 10}
_BIG = {"조": 10**12, "억": 10**8, "만": 10**4}
_ENGLISH = {"trillion": 10**12, "billion": 10**9, "million": 10**6, "thousand": 10**3}
_WORDS = {
    "첫": 1, "한": 1, "하나": 1, "두": 2, "둘": 2, "세": 3, "석": 3, "셋": 3, "네": 4, "넉": 4, "넷": 4,
    "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "이틀": 2, "사흘": 3, "나흘": 4, "절반": 2,
    "보름": 15, "일주일": 7, "반년": 6,
}  # fmt: skip
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH_EN = "|".join(rf"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in _MONTHS)

_NUMBER = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_PART = rf"(?:{_NUMBER})(?:[천백십](?=[조억만\s\d,]|$|[가-힣]))?(?:[조억만])?"
_COMPOSITE = re.compile(
    rf"(?<![\d.,A-Za-z])(?:{_PART})(?:\s?(?<=[조억만천]\s|[가-힣][조억만천]|\d[조억만천])(?:{_PART}))*"
)
_ISO_DAY = re.compile(
    r"(?<![\d.])((?:19|20)\d\d)(?:-|\.\s?)(0?[1-9]|1[0-2])(?![\d])(?:(?:-|\.\s?)(0?[1-9]|[12]\d|3[01])(?!\d))?\.?"
)
# The second day of a span leaves out what the first one said: 2025-10-03~09, 2026-01-23~02-23, 11-30~12-01.
_SPAN = re.compile(
    r"(?<![\d.-])(?:((?:19|20)\d\d)-)?(\d\d)-(\d\d)\s?[~∼]\s?(?:(?:(?:19|20)\d\d-)?(\d\d)-)?(\d\d)(?![\d-])"
)
_KOREAN_DAY = re.compile(
    r"(?<!\d)(?:((?:19|20)\d\d)년\s?)?(1[0-2]|0?[1-9])월(?:\s?(\d{1,2})(?:\s?[~∼-]\s?(\d{1,2}))?일)?"
)
_ENGLISH_DAY = re.compile(
    rf"(?<![\w])(?:(\d{{1,2}})\s)?({_MONTH_EN})\b\.?(?:\s(\d{{1,2}})(?!\d),?)?(?:\s((?:19|20)\d\d))?",
    re.IGNORECASE,
)
_WORD = re.compile(rf"(?<![가-힣])({'|'.join(sorted(_WORDS, key=len, reverse=True))})\s?(?=[가-힣])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ADDRESS = re.compile(r"https?://\S+")
_IDENTIFIER = re.compile(r"(?:[a-z]+-)+\d[\w-]*|[a-z0-9]+(?:-[a-z0-9]+)*-talk-\d+")
# What names a thing for machines, and what the vocabulary of tags says; none of it is told to a reader as a figure.
_SKIPPED = frozenset(
    [
        "kind",
        "external_id",
        "id",
        "slug",
        "url",
        "code",
        "key",
        "tags",
        "aliases",
        "evidence",
        "licence",
        "level",
        "sort_order",
        "maximum",
        "sha256",
        "start_ms",
    ]
)
_VALUES = ("value", "result", "baseline")


@dataclass(frozen=True)
class Figure:
    """A number and what it counts ("" = not said); a day is "2026-11-23", "2026-11", "11-23" of kind "date"."""

    value: str
    kind: str
    written: str

    @property
    def day(self) -> str:
        """The day this figure may mean; four digits alone may be a year."""
        return self.value if self.kind == "date" or (self.kind == "" and _YEAR.fullmatch(self.value)) else ""

    def fits(self, other: Figure) -> bool:
        """Whether `other` says the same."""
        if self.kind == _BAND and other.kind == "percent":
            return Decimal(self.value) <= Decimal(other.value) < Decimal(self.value) + 10
        if self.value != other.value:
            return False
        return self.kind == other.kind or "" in (self.kind, other.kind)


def figures(text: str) -> list[Figure]:
    """Every figure of a text, in no particular order."""
    rest = _ADDRESS.sub(" ", text)
    found = []
    for pattern, read in ((_SPAN, _span), (_ISO_DAY, _iso), (_ENGLISH_DAY, _english), (_KOREAN_DAY, _korean)):
        matches = [match for match in pattern.finditer(rest) if any(match.groups()) and _is_day(match)]
        for match in matches:
            found += read(match)
        for match in reversed(matches):
            rest = f"{rest[: match.start()]} | {rest[match.end() :]}"
    return found + _numbers(rest)


def words(text: str) -> list[Figure]:
    """Numbers written as Korean words; only facts are read this way, so that content may write the digit."""
    return [
        Figure(str(_WORDS[match[1]]), _kind(text[match.end() :]), match[0].strip())
        for match in _WORD.finditer(text)
    ]


def told(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The texts of a record as (path, text): a value stands together with its unit, amounts with 원."""
    if isinstance(value, dict):
        unit = str(value.get("unit") or "").partition("(")[0].partition("/")[0]
        for key, item in value.items():
            if key in _SKIPPED:
                continue
            path = f"{name}.{key}" if name else str(key)
            if key in _VALUES and isinstance(item, str | int | float) and not isinstance(item, bool):
                yield path, f"{_plain(item)}{unit}"
            else:
                yield from told(item, path)
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from told(item, f"{name}[{position}]")
    elif isinstance(value, str):
        if not _ADDRESS.match(value) and not _IDENTIFIER.fullmatch(value):
            yield name, value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield name, f"{_plain(value)}{'원' if name.endswith('krw') else ''}"


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else format(Decimal(str(value)).normalize(), "f")


def _is_day(match: re.Match[str]) -> bool:
    """The month May is a word of its own without a day or a year beside it."""
    return match.re is not _ENGLISH_DAY or bool(match[1] or match[3] or match[4])


def _iso(match: re.Match[str]) -> list[Figure]:
    return _day(match[0], match[1], match[2], match[3])


def _span(match: re.Match[str]) -> list[Figure]:
    year, month, day, last_month, last_day = match.groups()
    return _day(match[0], year, month, day) + _day(match[0], year, last_month or month, last_day)


def _korean(match: re.Match[str]) -> list[Figure]:
    last = _day(match[0], match[1], match[2], match[4]) if match[4] else []
    return _day(match[0], match[1], match[2], match[3]) + last


def _english(match: re.Match[str]) -> list[Figure]:
    month = 1 + next(n for n, name in enumerate(_MONTHS) if name.startswith(match[2].lower()[:3]))
    return _day(match[0], match[4], str(month), match[1] or match[3])


def _day(written: str, year: str | None, month: str, day: str | None) -> list[Figure]:
    parts = [year or "", f"{int(month):02}", f"{int(day):02}" if day else ""]
    return [Figure("-".join(part for part in parts if part), "date", written.strip())]


def _numbers(text: str) -> list[Figure]:
    found: list[Figure] = []
    waiting = False  # the first number of a range takes the unit of the second
    for match in _COMPOSITE.finditer(text):
        value, behind = _worth(match[0]), text[match.end() :]
        english = re.match(r"[\s-]?(trillion|billion|million|thousand)\b", behind)
        if english:
            value, behind = value * _ENGLISH[english[1]], behind[english.end() :]
        kind = _kind(behind)
        if waiting:
            found[-1] = _figure(Decimal(found[-1].value), kind, found[-1].written)
        found.append(_figure(value, kind, (match[0] + behind[:6]).strip()))
        waiting = bool(re.match(r"\s?[~∼]\s?\d", behind)) and not kind
    return found


def _figure(value: Decimal, kind: str, written: str) -> Figure:
    plain = format(value.normalize(), "f")
    is_year = kind == "years" and bool(_YEAR.fullmatch(plain))
    return Figure(plain, "date" if is_year else kind, written)


def _worth(text: str) -> Decimal:
    """1억 2,000만 -> 120000000; behind 억 a mere 5천 means 5천만."""
    total = Decimal(0)
    for number, small, big in re.findall(rf"({_NUMBER})([천백십]?)([조억만]?)", text):
        unsaid = "만" if small and not big and "억" in text else big
        total += Decimal(number.replace(",", "")) * _SMALL.get(small, 1) * _BIG.get(unsaid, 1)
    return total


def _kind(behind: str) -> str:
    tail = re.sub(r"^[\s+여]+", "", behind)
    return next((_KIND_OF[unit] for unit in _LONGEST_FIRST if _begins(tail, unit)), "")


def _begins(text: str, unit: str) -> bool:
    """Whether the text begins with the unit; a Latin one is a whole word: 3 m, but not 3 more."""
    return text.startswith(unit) and not (unit.isascii() and text[len(unit) :][:1].isalpha())
