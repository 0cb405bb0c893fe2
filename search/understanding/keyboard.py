"""The Korean standard keyboard (두벌식): what the other input mode would have made of the same keys."""

from __future__ import annotations

from functools import lru_cache

_KEYS = "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml"
_JAMO = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ"
_JAMO_OF = dict(zip(_KEYS, _JAMO, strict=True))
_JAMO_OF |= {
    key.upper(): jamo for key, jamo in _JAMO_OF.items() if key.islower() and key.upper() not in _JAMO_OF
}
_KEY_OF = dict(zip(_JAMO, _KEYS, strict=True))

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_PAIRS = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
_JOINED = {pair: jamo for jamo, pair in _PAIRS.items()}
_FIRST, _LAST = ord("가"), ord("힣")


def is_syllable(char: str) -> bool:
    """A whole Hangul syllable."""
    return "가" <= char <= "힣"


def is_jamo(char: str) -> bool:
    """A consonant or vowel that stands alone, as keys leave it when no syllable comes of them."""
    return "ㄱ" <= char <= "ㅣ"


@lru_cache(maxsize=8_192)
def keystrokes(text: str) -> str:
    """The jamo in the order in which they are typed: 과학 -> ㄱㅗㅏㅎㅏㄱ. Other characters stay."""
    return "".join(_typed(char) for char in text)


@lru_cache(maxsize=16_384)
def _typed(char: str) -> str:
    if not is_syllable(char):
        return _PAIRS.get(char, char)
    lead, rest = divmod(ord(char) - _FIRST, 588)
    vowel, tail = divmod(rest, 28)
    jamo = (_LEADS[lead], _VOWELS[vowel], _TAILS[tail] if tail else "")
    return "".join(_PAIRS.get(one, one) for one in jamo)


def to_latin(text: str) -> str:
    """The letters of the keys that were pressed for a Hangul text: 촘슈 -> chatb. Other characters stay."""
    return "".join(_KEY_OF.get(jamo, jamo) for jamo in keystrokes(text))


def to_hangul(text: str) -> str:
    """What the keys of a Latin text give in Korean mode: tmakxm -> 스마트; keys without a place stay jamo."""
    # Caps Lock on is a slip of its own: nobody types three letters or more with Shift held.
    if len(text) > 2 and text.isupper():
        text = text.lower()
    return compose("".join(_JAMO_OF.get(key, key) for key in text))


def compose(jamo: str) -> str:
    """Syllables from jamo in the order of typing, as an input method joins them."""
    made: list[str] = []
    lead = vowel = tail = ""

    def close() -> None:
        nonlocal lead, vowel, tail
        made.append(_syllable(lead, vowel, tail))
        lead = vowel = tail = ""

    for one in jamo:
        if one in _VOWELS:
            if tail:
                # A final consonant before a vowel begins the next syllable.
                pair = _PAIRS.get(tail, tail)
                tail = pair[0] if len(pair) > 1 else ""
                close()
                lead, vowel = pair[-1], one
            elif vowel and vowel + one in _JOINED:
                vowel = _JOINED[vowel + one]
            else:
                if vowel:
                    close()
                vowel = one
        elif one not in _LEADS:
            close()
            made.append(one)
        elif lead and vowel and one in _TAILS and (not tail or tail + one in _JOINED):
            tail = _JOINED[tail + one] if tail else one
        else:
            if lead or vowel:
                close()
            lead = one
    close()
    return "".join(made)


def _syllable(lead: str, vowel: str, tail: str) -> str:
    if not lead or not vowel:
        return lead + vowel
    place = (_LEADS.index(lead) * 21 + _VOWELS.index(vowel)) * 28 + (_TAILS.index(tail) if tail else 0)
    return chr(_FIRST + place)
