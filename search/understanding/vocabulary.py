"""What the layers know of the index: which words documents open to all contain, and how often."""

from __future__ import annotations

from typing import Protocol


class Vocabulary(Protocol):
    """Words of the documents that everybody may see: what others hold must not show in a correction."""

    def frequency(self, word: str) -> int:
        """How many public documents contain this token (normal form, as analysed)."""
        ...


class NoVocabulary:
    """Where there is no index yet: no word is known."""

    def frequency(self, word: str) -> int:
        return 0
