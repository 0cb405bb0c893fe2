"""Finding spellings of terms in running text: whole words, the longest first, Korean particles allowed behind them.

Pure. A text is walked word by word; only words whose first two letters begin some spelling are looked at closer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")
_BLANK = re.compile(r"\s+")
_HEAD = 2
# Two letters and the blanks that may stand between them.
_HEAD_ROOM = 4
_HANGUL_FIRST, _HANGUL_LAST = 0xAC00, 0xD7A3
_RIEUL = 8

# What may stand right behind a term. The form of a particle has to fit the last sound, so that 스마트도시과
# (a department) is not read as 스마트도시 with the particle 과.
_ALWAYS = (
    "의|에서|에게|에|도|만큼|만|까지|부터|보다|처럼|마다|조차|마저|밖에|들|뿐|대로|께|입니다|인|일|별|내|간|등|용|형|라도|"
    "한[가-힣]?|할|함|합니다|했[가-힣]*|하[가-힣]*|된[가-힣]?|될|됨|됐[가-힣]*|되[가-힣]*"
)
_AFTER_CONSONANT = "은|이나|이란|이라는|이라고|이라|이며|이고|이자|이었[가-힣]*|이다|이든|이|을|과|아"
_AFTER_VOWEL = "는|나|란|라는|라고|라|며|고|자|였[가-힣]*|다|든|가|를|와|야"
_TO_AFTER_CONSONANT = "으로[서써]?"
_TO_AFTER_VOWEL = "로[서써]?"
_MOST_PARTICLES = 3


class Spelling(NamedTuple):
    """A spelling of a term; `any_case` for English names, which may stand at the start of a sentence."""

    text: str
    term: int
    any_case: bool = False


class Found(NamedTuple):
    start: int
    end: int
    term: int


class _Form(NamedTuple):
    """A compiled spelling, and what may stand behind it."""

    body: re.Pattern[str]
    end: re.Pattern[str]
    term: int


class Matcher:
    """Compiled spellings. The first of several terms with one spelling has it."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        groups: dict[str, dict[tuple[str, bool], int]] = defaultdict(dict)
        for spelling in spellings:
            head = _head(spelling.text)
            if len(head) == _HEAD:
                groups[head].setdefault((spelling.text, spelling.any_case), spelling.term)
        self._by_head: dict[str, list[_Form]] = {}
        for head, group in groups.items():
            longest_first = sorted(group.items(), key=lambda entry: -len(entry[0][0]))
            self._by_head[head] = [
                _Form(_body(text, any_case), _end(text[-1]), term) for (text, any_case), term in longest_first
            ]

    def find(self, text: str) -> Iterator[Found]:
        """Places of terms in `text`, from left to right, none inside another."""
        position = 0
        while word := _WORD.search(text, position):
            start = word.start()
            forms = self._by_head.get(_head(text[start : start + _HEAD_ROOM]))
            found = _first(forms, text, start) if forms else None
            if found:
                yield found
                # What is left of the word is particles.
                rest = _WORD.match(text, found.end)
                position = rest.end() if rest else found.end
            else:
                position = word.end()


def _first(forms: list[_Form], text: str, start: int) -> Found | None:
    """The longest spelling that stands at `start` as a word."""
    for form in forms:
        match = form.body.match(text, start)
        if match and form.end.match(text, match.end()):
            return Found(start, match.end(), form.term)
    return None


def _head(text: str) -> str:
    return _BLANK.sub("", text)[:_HEAD].casefold()


def _body(text: str, any_case: bool) -> re.Pattern[str]:
    """The spelling with its blanks optional; an English name in any case and number."""
    body = r"\s?".join(re.escape(part) for part in text.split())
    if not any_case:
        return re.compile(body)
    return re.compile(f"{body[:-1]}(?:y|ies)" if body.endswith("y") else f"{body}(?:s|es)?", re.IGNORECASE)


def _end(last: str) -> re.Pattern[str]:
    """What may stand behind a spelling that ends so: no more of the word than particles that fit its last sound."""
    code = ord(last)
    if not _HANGUL_FIRST <= code <= _HANGUL_LAST:
        return _END_OF_LATIN
    final = (code - _HANGUL_FIRST) % 28
    return _END_OF_VOWEL if not final else _END_OF_RIEUL if final == _RIEUL else _END_OF_CONSONANT


def _particles(*first: str) -> re.Pattern[str]:
    more = "|".join((_ALWAYS, _AFTER_CONSONANT, _AFTER_VOWEL, _TO_AFTER_CONSONANT, _TO_AFTER_VOWEL))
    return re.compile(rf"(?:(?:{'|'.join(first)})(?:{more}){{0,{_MOST_PARTICLES - 1}}})?(?![^\W_])")


_END_OF_CONSONANT = _particles(_ALWAYS, _AFTER_CONSONANT, _TO_AFTER_CONSONANT)
_END_OF_RIEUL = _particles(_ALWAYS, _AFTER_CONSONANT, _TO_AFTER_VOWEL)
_END_OF_VOWEL = _particles(_ALWAYS, _AFTER_VOWEL, _TO_AFTER_VOWEL)
# How an abbreviation is read aloud is not known.
_END_OF_LATIN = _particles(_ALWAYS, _AFTER_CONSONANT, _AFTER_VOWEL, _TO_AFTER_CONSONANT, _TO_AFTER_VOWEL)
