"""Words that stay as they are typed: English ones that look like a slip of the keyboard, and names."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


def _lines(name: str) -> list[str]:
    lines = files("search.understanding").joinpath(name).read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@lru_cache(maxsize=1)
def _english() -> tuple[frozenset[str], frozenset[str]]:
    lines = _lines("english.txt")
    line = lines.index("---")
    return frozenset(" ".join(lines[:line]).split()), frozenset(" ".join(lines[line:]).split())


def is_english(word: str) -> bool:
    """Whether this word, in lower case, is an everyday English one whose keys give syllables in Korean mode."""
    return word in _english()[0]


def is_rare_english(word: str) -> bool:
    """The same of words that few people use; a Korean word of the same keys is as likely."""
    return word in _english()[1]


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Names in lower case -> as they are written."""
    return {name.lower(): name for line in _lines("names.txt") for name in line.split()}
