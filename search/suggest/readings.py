"""What the first keys of a word may stand for, as regular expressions over names in plain form.

Typed so far      is read as
스마트            스마트, with more strokes in its last syllable: 스마틈
스마ㅌ, 스맡      a last consonant that begins the next syllable as well: 스마트
ㅅㅁㅌㅅㅌ        first consonants: 스마트쉼터
tmakxm            the keys of 스마트 (``search.understanding.keyboard``), and what was typed
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from search.korean.jamo import FIRST, LEADS, PER_LEAD, PER_VOWEL, TAILS, VOWELS, is_jamo, is_syllable
from search.korean.normalise import normalise
from search.understanding.keyboard import compose, keystrokes, to_hangul, to_latin

#: Longer input is no beginning of a name.
LONGEST = 40
# Latin letters that name something in the middle of a word; fewer are everywhere.
_LATIN_INSIDE = 3
_CONSONANTS_INSIDE = 2

_SEPARATORS = re.compile(r"[^\w+#&%]+|_+")
_LATIN = re.compile(r"[A-Za-z]+")
_LATIN_ONLY = re.compile(r"[a-z0-9]+")
_CONSONANT = re.compile(r"[ㄱ-ㅎ]")
_VOWEL = re.compile(r"[ㅏ-ㅣ]")
# The normal form has jamo as they combine; on keyboards each is a letter of its own.
_LETTERS = {
    first + place: jamo
    for first, jamos in ((0x1100, LEADS), (0x1161, VOWELS), (0x11A8, TAILS))
    for place, jamo in enumerate(jamos)
}


@dataclass(frozen=True)
class Reading:
    """One way to read what was typed: where it may begin a name, begin a word of one, or stand inside a word."""

    starts: re.Pattern[str]
    words: re.Pattern[str]
    inside: re.Pattern[str] | None

    @property
    def places(self) -> tuple[re.Pattern[str] | None, ...]:
        """The better place first."""
        return self.starts, self.words, self.inside


@dataclass(frozen=True)
class Typed:
    """``likely``: what is looked for; ``otherwise``: only where that is nowhere; ``parts``: of several words each."""

    likely: tuple[Reading, ...]
    otherwise: tuple[Reading, ...]
    parts: tuple[re.Pattern[str], ...]


def plain(text: str) -> str:
    """The form in which names and what is typed are compared: words of letters and digits, one blank between them."""
    return _SEPARATORS.sub(" ", normalise(text).translate(_LETTERS)).strip()


@lru_cache(maxsize=1_024)
def read(query: str) -> Typed | None:
    """The readings of ``query`` (cleaned); None for what begins no name. Work is bounded by LONGEST."""
    words = plain(query[: 4 * LONGEST]).split()
    whole = "".join(words)
    if not whole or len(whole) > LONGEST:
        return None
    text = _joined(whole)
    likely = [_as_written(text), _reading(text)]
    otherwise: list[Reading | None] = []
    hangul = _in_hangul(query)
    if hangul:
        # All syllables but perhaps the one being typed: else English, or first consonants.
        (otherwise if _CONSONANT.search(hangul[:-1]) else likely).append(_reading(hangul))
    latin = to_latin(whole).lower()
    if latin != whole and len(latin) > 1 and latin.isascii():
        otherwise.append(_reading(latin))
    parts = tuple(re.compile(_pattern(_joined(word))) for word in words) if len(words) > 1 else ()
    return Typed(tuple(filter(None, likely)), tuple(filter(None, otherwise)), parts)


def _in_hangul(query: str) -> str:
    """What the keys give in Korean mode, "" where there are none or they give no text."""
    runs = _LATIN.findall(query)
    if not any(len(run) > 1 for run in runs):
        return ""
    # The case of a letter is a key of its own: R is ㄲ.
    text = plain(_LATIN.sub(lambda run: to_hangul(run.group()), query)).replace(" ", "")
    return "" if _VOWEL.search(text) or len(text) > LONGEST else text


def _joined(text: str) -> str:
    """Syllables that came in pieces put together; consonants stay apart, they may be first consonants."""
    return compose(keystrokes(text)) if _VOWEL.search(text) else text


def _as_written(text: str) -> Reading | None:
    """The text itself, before what its last syllable may become: 구 before 국 and 권."""
    if not is_syllable(text[-1]) or _CONSONANT.search(text) or _VOWEL.search(text):
        return None
    pattern = " ?".join(map(re.escape, text))
    return Reading(re.compile("\n" + pattern), re.compile(" " + pattern), None)


def _reading(text: str) -> Reading | None:
    if not text or _VOWEL.search(text):
        return None
    pattern = _pattern(text)
    return Reading(
        re.compile("\n" + pattern),
        re.compile(" " + pattern),
        re.compile(pattern) if _may_stand_inside(text) else None,
    )


def _may_stand_inside(text: str) -> bool:
    if _LATIN_ONLY.fullmatch(text):
        return len(text) >= _LATIN_INSIDE
    return len(text) >= _CONSONANTS_INSIDE or not _CONSONANT.fullmatch(text)


def _pattern(text: str) -> str:
    """Character by character; blanks may stand between any two, or be left out."""
    chars = "".join(keystrokes(char) if is_jamo(char) else char for char in text)
    parts = []
    for place, char in enumerate(chars):
        is_open = place == len(chars) - 1 or is_jamo(chars[place + 1])
        parts.append(_part(char, is_last=place == len(chars) - 1, is_open=is_open))
    return " ?".join(parts)


def _part(char: str, *, is_last: bool, is_open: bool) -> str:
    if is_jamo(char):
        return _begun(char)
    if not is_syllable(char) or not is_open:
        return re.escape(char)
    return _unfinished(char) if is_last else _moved(char, re.escape(char))


@lru_cache(maxsize=2_048)
def _unfinished(char: str) -> str:
    """The syllable as it is, as it may become by further keys, and with its last consonant in the next one."""
    first = FIRST + (ord(char) - FIRST) // PER_LEAD * PER_LEAD
    typed = keystrokes(char)
    grown = [chr(code) for code in range(first, first + PER_LEAD) if keystrokes(chr(code)).startswith(typed)]
    return _moved(char, f"[{''.join(grown)}]")


def _moved(char: str, itself: str) -> str:
    """``itself``, or the syllable without its last consonant and one that begins with it."""
    typed = keystrokes(char)
    if (ord(char) - FIRST) % PER_VOWEL == 0:
        return itself
    return f"(?:{itself}|{compose(typed[:-1])} ?{_begun(typed[-1])})"


def _begun(consonant: str) -> str:
    """Every syllable with this first consonant; a consonant that begins none stands for itself."""
    if consonant not in LEADS:
        return re.escape(consonant)
    first = FIRST + LEADS.index(consonant) * PER_LEAD
    return f"[{chr(first)}-{chr(first + PER_LEAD - 1)}]"
