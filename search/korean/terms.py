"""What is taken whole before the morphological analysis: terms with signs, written numbers, words of our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.korean.dictionary import current


class Term(NamedTuple):
    """A stretch of normalised text that counts as one word; ``parts`` are found on their own as well."""

    start: int
    end: int
    text: str
    parts: tuple[str, ...]
    is_word: bool


# c++, c#, s-dot, r&d, node.js, 1,689, 6.25. A date such as 2023.9.7 is three numbers, not one.
_SIGNED = re.compile(
    r"""(?<![a-z0-9])(?:
        (?P<plus>[a-z](?:\+\+|\#)(?![a-z0-9]))
      | (?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9,]))
      | (?P<decimal>(?<![0-9]\.)[0-9]+\.[0-9]+(?![0-9]|\.[0-9]))
      | (?P<signed>[a-z0-9]*[a-z][a-z0-9]*(?:[-&/+.'][a-z0-9]+)+(?![a-z0-9]))
      | (?P<led>[0-9]+(?:[-&/][a-z0-9]*[a-z][a-z0-9]*)+(?![a-z0-9]))
    )""",
    re.VERBOSE,
)
_SIGNS = re.compile(r"[-&/+.']")


def find_terms(text: str) -> Iterator[Term]:
    """The terms of a normalised text in order, never overlapping. Words are those of the dictionary in use."""
    dictionary = current()
    found = [_signed(match) for match in _SIGNED.finditer(text)]
    taken = sorted((term.start, term.end) for term in found)
    for match in dictionary.pattern.finditer(text):
        start, end = match.span()
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            found.append(Term(start, end, match.group(), dictionary.words[match.group()], True))
    yield from sorted(found)


def _signed(match: re.Match[str]) -> Term:
    text = match.group()
    if match.lastgroup == "number":
        return Term(match.start(), match.end(), text.replace(",", ""), (), False)
    if match.lastgroup in ("signed", "led"):
        pieces = _SIGNS.split(text)
        parts = [piece for piece in pieces if len(piece) > 1]
        parts.append("".join(pieces))
        return Term(match.start(), match.end(), text, tuple(dict.fromkeys(parts)), False)
    return Term(match.start(), match.end(), text, (), False)
