"""First consonants: 스마트 -> ㅅㅁㅌ, as people type a word that they do not want to write out. Pure."""

from __future__ import annotations

from functools import lru_cache

from search.korean.jamo import CONSONANT_PAIRS, FIRST, LEADS, PER_LEAD, is_syllable


def initial(char: str) -> str:
    """The first consonant of a syllable; any other character as it is."""
    return LEADS[(ord(char) - FIRST) // PER_LEAD] if is_syllable(char) else char


@lru_cache(maxsize=16_384)
def initials(text: str) -> str:
    """The first consonants of every syllable; other characters stay."""
    return "".join(map(initial, text))


def apart(text: str) -> str:
    """Consonants that an input method has joined, one by one again: ㄳ -> ㄱㅅ."""
    return "".join(CONSONANT_PAIRS.get(char, char) for char in text)


def is_initials(text: str) -> bool:
    """Whether a text (``apart``) is nothing but first consonants."""
    return bool(text) and all(char in LEADS for char in text)
