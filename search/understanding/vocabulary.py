"""What the layers know of the index: which words documents open to all contain, and how often."""

from __future__ import annotations

from typing import Protocol


class Vocabulary(Protocol):
    """Words of the documents that everybody may see: what others hold must not show in a correction."""

    def frequency(self, word: str) -> int:
        """How many public documents contain this token (normal form, as analysed)."""
        ...

    def contains(self, text: str) -> bool:
        """Whether public documents have every word of ``text``; also where nothing is known of them."""
        ...

    def near(self, word: str, distance: int) -> list[str]:
        """Words within so many keystrokes (1 or 2), with no promise that a public document still has them."""
        ...

    def with_initials(self, typed: str) -> list[str]:
        """Words with exactly these first consonants, with no promise that a public document still has them."""
        ...

    def best_score(self, text: str) -> float:
        """The score of the public document that answers ``text`` best; 0 when none does."""
        ...


class NoVocabulary:
    """Where there is no index yet: no word is known."""

    def frequency(self, word: str) -> int:
        return 0

    def contains(self, text: str) -> bool:
        return True

    def near(self, word: str, distance: int) -> list[str]:
        return []

    def with_initials(self, typed: str) -> list[str]:
        return []

    def best_score(self, text: str) -> float:
        return 0.0
