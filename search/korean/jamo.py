"""The letters of Hangul and how they make syllables. Pure."""

from __future__ import annotations

LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
#: Final consonants; a syllable without any has place 0, these begin at 1.
TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
VOWEL_PAIRS = {
    "ㅘ": "ㅗㅏ",
    "ㅙ": "ㅗㅐ",
    "ㅚ": "ㅗㅣ",
    "ㅝ": "ㅜㅓ",
    "ㅞ": "ㅜㅔ",
    "ㅟ": "ㅜㅣ",
    "ㅢ": "ㅡㅣ",
}
CONSONANT_PAIRS = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
#: Letters of two strokes -> the strokes.
PAIRS = VOWEL_PAIRS | CONSONANT_PAIRS

#: The place of the first syllable, and how many begin alike: with one consonant, with one consonant and vowel.
FIRST, PER_LEAD, PER_VOWEL = ord("가"), 588, 28


def is_syllable(char: str) -> bool:
    """A whole Hangul syllable."""
    return "가" <= char <= "힣"


def is_jamo(char: str) -> bool:
    """A consonant or vowel that stands alone, as keys leave it when no syllable comes of them."""
    return "ㄱ" <= char <= "ㅣ"
