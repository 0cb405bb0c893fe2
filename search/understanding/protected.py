"""Words that editors protect: searched as they are typed."""

from __future__ import annotations

from collections.abc import Iterable

from search.understanding.spelling import PARTICLE
from search.understanding.synonyms import key_of


class Protected:
    """Protected words by their keys (``key_of``). A word stays protected with a particle behind it."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._keys = frozenset(keys)

    def __contains__(self, word: object) -> bool:
        if not self._keys or not isinstance(word, str):
            return False
        key = key_of(word)
        return key in self._keys or PARTICLE.sub("", key) in self._keys


NOTHING_PROTECTED = Protected()
