"""The Korean standard keyboard (두벌식): what the other input mode would have made of the same keys."""

from __future__ import annotations

from functools import lru_cache

from search.korean.jamo import FIRST, LEADS, PAIRS, PER_LEAD, PER_VOWEL, TAILS, VOWELS, is_syllable

_KEYS = "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml"
_JAMO = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ"
_JAMO_OF = dict(zip(_KEYS, _JAMO, strict=True))
_JAMO_OF |= {
    key.upper(): jamo for key, jamo in _JAMO_OF.items() if key.islower() and key.upper() not in _JAMO_OF
}
_KEY_OF = dict(zip(_JAMO, _KEYS, strict=True))

_JOINED = {pair: jamo for jamo, pair in PAIRS.items()}


@lru_cache(maxsize=8_192)
def keystrokes(text: str) -> str:
    """The jamo in the order in which they are typed: 과학 -> ㄱㅗㅏㅎㅏㄱ. Other characters stay."""
    return "".join(_typed(char) for char in text)


@lru_cache(maxsize=16_384)
def _typed(char: str) -> str:
    if not is_syllable(char):
        return PAIRS.get(char, char)
    lead, rest = divmod(ord(char) - FIRST, PER_LEAD)
    vowel, tail = divmod(rest, PER_VOWEL)
    jamo = (LEADS[lead], VOWELS[vowel], TAILS[tail - 1] if tail else "")
    return "".join(PAIRS.get(one, one) for one in jamo)


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
        if one in VOWELS:
            if tail:
                # A final consonant before a vowel begins the next syllable.
                pair = PAIRS.get(tail, tail)
                tail = pair[0] if len(pair) > 1 else ""
                close()
                lead, vowel = pair[-1], one
            elif vowel and vowel + one in _JOINED:
                vowel = _JOINED[vowel + one]
            else:
                if vowel:
                    close()
                vowel = one
        elif one not in LEADS:
            close()
            made.append(one)
        elif lead and vowel and one in TAILS and (not tail or tail + one in _JOINED):
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
    place = (LEADS.index(lead) * len(VOWELS) + VOWELS.index(vowel)) * PER_VOWEL + (
        TAILS.index(tail) + 1 if tail else 0
    )
    return chr(FIRST + place)
