"""Words that count as one whatever the analyser's own dictionary says: ours, and those that editors add.

Every index is analysed with one ``Dictionary`` from its first document to its last and remembers which; what is asked
of it is analysed with the same one. Whoever works on an index enters its dictionary (``using``); everything else is
analysed with the shipped one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

#: word -> its parts, both in normal form
Words = Mapping[str, tuple[str, ...]]


class BadDictionary(ValueError):
    """What should be a stored dictionary is none."""


@lru_cache(maxsize=1)
def shipped_words() -> dict[str, tuple[str, ...]]:
    """``words.txt``: one word a line, parts after "="; both in normal form."""
    words: dict[str, tuple[str, ...]] = {}
    for line in files("search.korean").joinpath("words.txt").read_text("utf-8").splitlines():
        line = line.partition("#")[0].strip()
        if line:
            word, _, parts = line.partition("=")
            words[word.strip()] = tuple(parts.split())
    return words


@dataclass(frozen=True)
class Dictionary:
    """``added``: the editors' words, which go before shipped ones. Equal by ``digest``, which is "" without any."""

    digest: str
    added: Words = field(compare=False, repr=False)

    @classmethod
    def of(cls, added: Words) -> Dictionary:
        """The dictionary with these words beside the shipped ones; order does not count."""
        if not added:
            return SHIPPED
        plain = json.dumps(sorted((word, list(parts)) for word, parts in added.items()), ensure_ascii=False)
        return cls(hashlib.sha256(plain.encode()).hexdigest()[:12], dict(added))

    @classmethod
    def from_json(cls, stored: Any) -> Dictionary:
        """What ``as_json`` gave. Raises BadDictionary."""
        if not isinstance(stored, Mapping):
            raise BadDictionary("not a dictionary")
        try:
            return cls.of({str(word): tuple(map(str, parts)) for word, parts in stored.items()})
        except TypeError as error:
            raise BadDictionary(f"not a dictionary: {error}") from error

    def as_json(self) -> dict[str, list[str]]:
        return {word: list(parts) for word, parts in self.added.items()}

    @cached_property
    def words(self) -> Words:
        return {**shipped_words(), **self.added}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of the words at the start of a written word, the longest first."""
        # Inside a written word, three syllables can meet by chance.
        latin = [word for word in self.words if word[0].isascii()]
        other = [word for word in self.words if not word[0].isascii()]
        ways = [f"(?<![가-힣]){_trie(other)}"] if other else []
        ways += [f"(?<![가-힣a-z0-9]){_trie(latin)}"] if latin else []
        return re.compile("|".join(ways) or r"(?!)")


SHIPPED = Dictionary("", {})

_current: ContextVar[Dictionary] = ContextVar("dictionary", default=SHIPPED)


def current() -> Dictionary:
    """The dictionary of the index that is worked on."""
    return _current.get()


@contextmanager
def using(dictionary: Dictionary) -> Iterator[None]:
    """Everything inside is analysed with ``dictionary``."""
    token = _current.set(dictionary)
    try:
        yield
    finally:
        _current.reset(token)


def _trie(words: Iterable[str]) -> str:
    """A pattern of all words by their common beginnings: thousands of words cost hardly more than one."""
    branches: dict[str, list[str]] = {}
    ends = False
    for word in words:
        if word:
            branches.setdefault(word[0], []).append(word[1:])
        else:
            ends = True
    if not branches:
        return ""
    ways = "|".join(re.escape(first) + _trie(rest) for first, rest in sorted(branches.items()))
    return f"(?:{ways})" + ("?" if ends else "")
