"""Words typed by their first consonants: ㅅㅁㅌㅅㅌ -> 스마트쉼터."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from typing import NamedTuple

from search.korean.initials import apart, is_initials
from search.understanding.vocabulary import Vocabulary

_SHORTEST, _LONGEST = 2, 12
#: Queries with more words are no abbreviations.
MOST_WORDS = 6
# Other words with the same consonants that are looked for as well.
_MOST_OTHERS = 2


class Meant(NamedTuple):
    """``word`` is what the consonants stand for, ``others`` what they may stand for as well."""

    word: str
    others: tuple[str, ...]


def meant_by_initials(
    words: Sequence[str], vocabulary: Vocabulary, kept: Container[str] = ()
) -> list[Meant | None]:
    """For each word that is only first consonants what public documents say most often with them.

    Words ``kept`` stay as they are.
    """
    if len(words) > MOST_WORDS:
        return [None] * len(words)
    return [None if word in kept else _meant(word, vocabulary) for word in words]


def _meant(word: str, vocabulary: Vocabulary) -> Meant | None:
    typed = apart(word)
    if not is_initials(typed) or not _SHORTEST <= len(typed) <= _LONGEST:
        return None
    found = _likeliest(typed, vocabulary)
    if found:
        return Meant(found[0], tuple(found[1 : 1 + _MOST_OTHERS]))
    pairs = (_pair(typed[:cut], typed[cut:], vocabulary) for cut in range(2, len(typed) - 1))
    best = max(filter(None, pairs), default=None)
    return Meant(best[1], ()) if best else None


def _likeliest(typed: str, vocabulary: Vocabulary) -> list[str]:
    """Words with exactly these consonants, the most frequent first."""
    counted = [(vocabulary.frequency(word), word) for word in vocabulary.with_initials(typed)]
    return [word for frequency, word in sorted(counted, key=lambda item: (-item[0], item[1])) if frequency]


def _pair(first: str, second: str, vocabulary: Vocabulary) -> tuple[float, str] | None:
    """Two words that are written together, and how likely they are."""
    words = [_likeliest(part, vocabulary)[:1] for part in (first, second)]
    if not all(words):
        return None
    together = [word for (word,) in words]
    return sum(math.log(vocabulary.frequency(word)) for word in together), " ".join(together)
