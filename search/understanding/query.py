"""From what was typed to what is searched, with every change on the way."""

from __future__ import annotations

from dataclasses import dataclass

from search.understanding.slips import undo_slips
from search.understanding.vocabulary import Vocabulary


@dataclass(frozen=True)
class Change:
    """Something the search did to the query, always shown to the reader.

    type: keyboard (typed in the other input mode), cut (too long).
    """

    type: str
    source: str
    target: str


@dataclass(frozen=True)
class Understood:
    """text: what is searched; changes: what led to it from what was typed, in order."""

    text: str
    changes: tuple[Change, ...] = ()


#: Words beyond these are searched as they are: a pasted page has no slips of the keyboard.
MOST_WORDS = 12


def understand(text: str, vocabulary: Vocabulary) -> Understood:
    """What ``text`` (cleaned) means. Never raises; work is bounded whatever was typed."""
    words = text.split()
    if not words or len(words) > MOST_WORDS:
        return Understood(text)
    meant = undo_slips(words, lambda word: vocabulary.frequency(word) > 0)
    changes = tuple(Change("keyboard", old, new) for old, new in zip(words, meant, strict=True) if old != new)
    return Understood(" ".join(meant), changes) if changes else Understood(text)
