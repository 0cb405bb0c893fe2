"""First consonants: 스마트 -> ㅅㅁㅌ, as people type a word that they do not want to write out. Pure."""

from __future__ import annotations

from functools import lru_cache

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_FIRST, _LAST, _OF_ONE_LEAD = ord("가"), ord("힣"), 588
# Input methods join two consonants that are typed one after the other.
_PAIRS = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip


def initial(char: str) -> str:
    """The first consonant of a syllable; any other character as it is."""
    place = ord(char)
    return _LEADS[(place - _FIRST) // _OF_ONE_LEAD] if _FIRST <= place <= _LAST else char


@lru_cache(maxsize=16_384)
def initials(text: str) -> str:
    """The first consonants of every syllable; other characters stay."""
    return "".join(map(initial, text))


def apart(text: str) -> str:
    """Consonants that an input method has joined, one by one again: ㄳ -> ㄱㅅ."""
    return "".join(_PAIRS.get(char, char) for char in text)


def is_initials(text: str) -> bool:
    """Whether a text (``apart``) is nothing but first consonants."""
    return bool(text) and all(char in _LEADS for char in text)
