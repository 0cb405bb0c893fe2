"""Grouping by initial: 가나다 by the first consonant of the first syllable, A–Z by the first Latin letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
_CHOSEONG = 0x1100
# Tense consonants stand with their plain ones, as in dictionaries.
_PLAIN = {"ㄲ": "ㄱ", "ㄸ": "ㄷ", "ㅃ": "ㅂ", "ㅆ": "ㅅ", "ㅉ": "ㅈ"}
_LETTERS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
OTHER = "#"


@dataclass(frozen=True)
class Group(Generic[T]):
    """Items under one initial; `anchor` is the part of the address that leads to it."""

    initial: str
    anchor: str
    items: list[T] = field(default_factory=list)


def initial_of(text: str) -> str:
    """ "도시" -> ㄷ, "까치온" -> ㄱ, "AI 윤리" -> A; OTHER for digits, signs and the empty text."""
    first = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text.strip()))[:1]
    position = ord(first) - _CHOSEONG if first else -1
    if 0 <= position < len(_LETTERS):
        return _PLAIN.get(_LETTERS[position], _LETTERS[position])
    if first in _LETTERS and first:
        return _PLAIN.get(first, first)
    return first.upper() if first.isascii() and first.isalpha() else OTHER


def grouped(items: Iterable[T], name_of: Callable[[T], str]) -> list[Group[T]]:
    """Items by the initial of their name, both in order: Hangul, then Latin, then the rest."""
    groups: dict[str, Group[T]] = {}
    for item in sorted(items, key=lambda item: _order(name_of(item))):
        initial = initial_of(name_of(item))
        groups.setdefault(initial, Group(initial, _anchor(initial))).items.append(item)
    return [groups[initial] for initial in sorted(groups, key=_rank)]


def _order(name: str) -> tuple[tuple[int, str], str, str]:
    return _rank(initial_of(name)), name.casefold(), name


def _rank(initial: str) -> tuple[int, str]:
    return (0 if initial in _LETTERS else 1 if initial != OTHER else 2, initial)


def _anchor(initial: str) -> str:
    if initial in _LETTERS:
        return f"ko-{_LETTERS.index(initial) + 1}"
    return f"en-{initial.lower()}" if initial != OTHER else "other"
