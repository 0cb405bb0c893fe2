"""What people write into a search box beside words: "정확한 구절", -제외어, 구:노원구, 태그:드론, 연도:2025."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

#: facet, written value -> the value that it stands for, or None
Resolve = Callable[[str, str], str | None]

#: How a facet is called before the colon, in small letters.
FACET_NAMES = {
    "구": "district", "자치구": "district", "지역": "district", "district": "district",
    "태그": "tag", "tag": "tag",
    "연도": "year", "년도": "year", "year": "year",
    "분야": "field", "field": "field",
    "종류": "kind", "유형": "kind", "kind": "kind",
}  # fmt: skip

_MOST_PHRASES = 5
_MOST_EXCLUDED = 10
_MOST_FILTERS = 10

_QUOTE = '"“”„‟＂'
_PART = re.compile(
    rf"""(?P<filter>(?<!\S)(?P<name>{"|".join(sorted(FACET_NAMES, key=len, reverse=True))})[:：]
            (?:[{_QUOTE}](?P<quoted>[^{_QUOTE}]+)[{_QUOTE}]|(?P<value>[^\s{_QUOTE}]+)))
      | (?P<excluded>(?<!\S)-(?:[{_QUOTE}](?P<no_phrase>[^{_QUOTE}]+)[{_QUOTE}]|(?P<no>[^\W\d_][^\s{_QUOTE}]*)))
      | (?P<phrase>[{_QUOTE}](?P<exact>[^{_QUOTE}]*[^\s{_QUOTE}][^{_QUOTE}]*)[{_QUOTE}])""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Asked:
    """A query by its parts; what is none of them is ``words``.

    text: the query without its filters, as it can be asked again beside ``filters`` (facet -> values); phrases and
    excluded: without quotation marks and sign; parts: (type, as written, meaning) of everything that is not a word.
    """

    text: str
    words: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: tuple[tuple[str, str, str], ...] = ()


def parse(text: str, resolve: Resolve) -> Asked:
    """The parts of ``text`` (cleaned and cut). Never fails: what cannot be understood is a word."""
    if not any(sign in text for sign in (*_QUOTE, "-", ":", "：")):
        return Asked(text, text)
    reader = _Reader(resolve)
    words = _PART.sub(reader.take, text)
    kept = _PART.sub(reader.without_filter, text)
    return Asked(
        text=" ".join(kept.split()),
        words=" ".join(words.split()),
        phrases=tuple(reader.phrases),
        excluded=tuple(reader.excluded),
        filters={name: tuple(dict.fromkeys(values)) for name, values in reader.filters.items()},
        parts=tuple(reader.parts),
    )


def merged(
    chosen: Mapping[str, tuple[str, ...]], written: Mapping[str, Iterable[str]]
) -> dict[str, tuple[str, ...]]:
    """Chosen filters with those of the query among them."""
    names = dict.fromkeys([*chosen, *written])
    return {name: tuple(dict.fromkeys([*chosen.get(name, ()), *written.get(name, ())])) for name in names}


class _Reader:
    """Takes part after part out of a query; what it cannot take stays as it is written."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self.phrases: list[str] = []
        self.excluded: list[str] = []
        self.filters: dict[str, list[str]] = {}
        self.parts: list[tuple[str, str, str]] = []
        self._taken: set[str] = set()

    def take(self, match: re.Match[str]) -> str:
        if match["filter"]:
            return self._filter(match)
        if match["excluded"]:
            meant = " ".join((match["no_phrase"] or match["no"]).split())
            return self._keep(match, "exclude", meant, self.excluded, _MOST_EXCLUDED)
        return self._keep(match, "phrase", " ".join(match["exact"].split()), self.phrases, _MOST_PHRASES)

    def _keep(self, match: re.Match[str], kind: str, meant: str, kept: list[str], most: int) -> str:
        if not meant or len(kept) >= most:
            return match.group()
        kept.append(meant)
        self.parts.append((kind, match.group(), meant))
        return " "

    def _filter(self, match: re.Match[str]) -> str:
        name = FACET_NAMES[match["name"].lower()]
        value = self._resolve(name, match["quoted"] or match["value"])
        if value is None or len(self._taken) >= _MOST_FILTERS:
            return match.group()
        self.filters.setdefault(name, []).append(value)
        self._taken.add(match.group())
        self.parts.append(("filter", match.group(), value))
        return " "

    def without_filter(self, match: re.Match[str]) -> str:
        return " " if match.group() in self._taken else match.group()
