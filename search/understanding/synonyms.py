"""Other words for the same: 행안부 and 행정안전부, AI and 인공지능. From our own list and from what rooms register."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from search.korean.normalise import normalise
from search.korean.question import question_tokens

Group = Sequence[str]
Provider = Callable[[], Iterable[Group]]

#: Changed terms are known to other processes after this long at the latest.
MEMORY_SECONDS = 5.0
# Other words that a query is asked with at most, for each word and altogether.
_MOST_EACH = 6
_MOST = 12
# Words that can make up one term: 국민 기초 생활 수급자.
_WIDEST = 4
_MOST_WORDS = 40
# What may follow a word that still stands on its own.
_PARTICLE = 2

_IGNORED = re.compile(r"[\s\-_·.,/()\[\]'\"]+")


def key_of(text: str) -> str:
    """What spellings of one word have in common: case, blanks, hyphens and dots do not count."""
    return _IGNORED.sub("", normalise(text))


@dataclass(frozen=True)
class EditorsWords:
    """What editors add. groups: words that mean the same; one_way: a word, then those that it is asked with."""

    groups: tuple[tuple[str, ...], ...] = ()
    one_way: tuple[tuple[str, ...], ...] = ()


NO_WORDS = EditorsWords()


class Said(NamedTuple):
    """A word of a query, its other words, and whether it stands on its own or inside a longer one."""

    word: str
    others: tuple[str, ...]
    is_whole: bool


class SynonymTable:
    """Groups of words that mean the same, by any of them. Words in several groups have the others of each.

    The first word of a group of ``one_way`` has the others, they do not have it.
    """

    def __init__(self, groups: Iterable[Group], one_way: Iterable[Group] = ()) -> None:
        self._others: dict[str, dict[str, str]] = {}
        for group in groups:
            spelt = _spelt(group)
            for key in spelt:
                self._add(key, spelt)
        for group in one_way:
            spelt = _spelt(group)
            self._add(next(iter(spelt), ""), spelt)

    def _add(self, key: str, spelt: Mapping[str, str]) -> None:
        if key:
            others = self._others.setdefault(key, {})
            others.update((other, word) for other, word in spelt.items() if other != key)

    def __contains__(self, word: str) -> bool:
        return key_of(word) in self._others

    def of(self, text: str) -> Iterator[Said]:
        """The words of a query that have others, each with those that the query does not say already."""
        if not self._others:
            return
        found = _candidates(text)
        told = 0
        for key, (word, is_whole) in found.items():
            others = self._new(key, found)[: min(_MOST_EACH, _MOST - told)]
            if others:
                told += len(others)
                yield Said(word, tuple(others), is_whole)

    def _new(self, key: str, said: Container[str]) -> list[str]:
        """The others of a word, without those that are said already or only add to one: AI, AI 기술."""
        others = self._others.get(key, {})
        return [
            word
            for other, word in others.items()
            if other not in said and not any(part in other for part in (key, *others) if part != other)
        ]


def _spelt(group: Group) -> dict[str, str]:
    """key -> word as it is written, in order, each once."""
    spelt: dict[str, str] = {}
    for word in group:
        spelt.setdefault(key_of(word), " ".join(word.split()))
    spelt.pop("", None)
    return spelt


def _candidates(text: str) -> dict[str, tuple[str, bool]]:
    """key -> (as written, whether as a word of its own) of what could be a term, several words together first."""
    words = text.split()[:_MOST_WORDS]
    found: dict[str, tuple[str, bool]] = {}
    for width in range(min(_WIDEST, len(words)), 0, -1):
        for start in range(len(words) - width + 1):
            stretch = " ".join(words[start : start + width])
            found.setdefault(key_of(stretch), (stretch, True))
    plain = [normalise(word) for word in words]
    for token in question_tokens(text).m:
        is_whole = any(word.startswith(token) and len(word) <= len(token) + _PARTICLE for word in plain)
        found.setdefault(key_of(token), (token, is_whole))
    found.pop("", None)
    return found


NO_SYNONYMS = SynonymTable([])

_providers: list[Provider] = []
_remembered: tuple[float, EditorsWords, SynonymTable] = (0.0, NO_WORDS, NO_SYNONYMS)


def register(provider: Provider) -> None:
    """Let ``provider`` name groups of words that mean the same; open to all. Asked every MEMORY_SECONDS at most."""
    _providers.append(provider)


def forget() -> None:
    """Ask the providers again: something they name has changed in this process."""
    global _remembered
    _remembered = (0.0, NO_WORDS, NO_SYNONYMS)


def known_groups() -> list[Group]:
    """Our own list and everything registered, asked now."""
    return [*own_groups(), *(group for provider in _providers for group in provider())]


def table(editors: EditorsWords = NO_WORDS) -> SynonymTable:
    """Our own list, everything registered, and what editors add."""
    global _remembered
    until, known, found = _remembered
    if time.monotonic() >= until or known is not editors:
        found = SynonymTable([*known_groups(), *editors.groups], editors.one_way)
        _remembered = (time.monotonic() + MEMORY_SECONDS, editors, found)
    return found


@lru_cache(maxsize=1)
def own_groups() -> tuple[tuple[str, ...], ...]:
    """``synonyms.txt``: one group a line, words separated by "="."""
    lines = files("search.understanding").joinpath("synonyms.txt").read_text("utf-8").splitlines()
    kept = (line.partition("#")[0] for line in lines)
    return tuple(tuple(word.strip() for word in line.split("=")) for line in kept if line.strip())
