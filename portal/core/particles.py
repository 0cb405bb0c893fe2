"""Korean particles by the last sound of the word before them."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import get_language

_HANGUL_FIRST, _HANGUL_LAST = 0xAC00, 0xD7A3
# Final consonant of the Korean reading of a digit or Latin letter: 0영 1일 3삼 6육 7칠 8팔; l엘 m엠 n엔 r알; %퍼센트.
_FINAL_OF_SIGN = {**dict.fromkeys("013678", True), **dict.fromkeys("lmnr", True)}
_FINAL_RIEUL_SIGN = frozenset("178lr")
# What stands in brackets at the end is not read along: the particle fits the word before it.
_BRACKETS_AT_END = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|〈[^〈〉]*〉|「[^「」]*」)(?=\W*$)")
# "driver" is read 드라이버, "R" 알.
_WORD_WITH_R = re.compile(r"[a-z]r$")


def with_particle(word: object, pair: str) -> str:
    """The word with the particle that fits it: ("노원구", "을/를") -> 노원구를.

    `pair` is "form after a final consonant/form after a vowel"; "으로/로" knows that ㄹ takes 로. Quotation marks
    and brackets around or behind the word are passed over: ("'인공지능(AI)'", "은/는") -> '인공지능(AI)'은.
    On English screens the word stays bare.
    """
    text = str(word)
    if get_language() == "en":
        return text
    with_final, _, without = pair.partition("/")
    final, rieul = _final_sound(text)
    if not final or (rieul and with_final == "으로"):
        return text + without
    return text + with_final


def quoted(word: object, pair: str) -> str:
    """The word in quotation marks with its particle: ("드론", "을/를") -> '드론'을."""
    return with_particle(f"'{word}'", pair)


def _final_sound(text: str) -> tuple[bool, bool]:
    """Whether the last spoken sound is a final consonant, and whether that is ㄹ."""
    spoken = unicodedata.normalize("NFC", text)
    spoken = _BRACKETS_AT_END.sub("", spoken) or spoken
    for at in range(len(spoken) - 1, -1, -1):
        sign = spoken[at]
        if _HANGUL_FIRST <= ord(sign) <= _HANGUL_LAST:
            final = (ord(sign) - _HANGUL_FIRST) % 28
            return final > 0, final == 8
        if sign == "%":
            return False, False
        if sign.isalnum():
            if _WORD_WITH_R.search(spoken[: at + 1]):
                return False, False
            lower = sign.lower()
            return _FINAL_OF_SIGN.get(lower, False), lower in _FINAL_RIEUL_SIGN
    return False, False
