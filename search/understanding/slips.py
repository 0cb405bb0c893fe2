"""Words typed in the other input mode: tmakxmtnlaxj -> 스마트쉼터, 촘슈ㅐㅅ -> chatbot."""

from __future__ import annotations

import re
from collections.abc import Callable

from search.korean.jamo import is_jamo, is_syllable
from search.understanding.keyboard import to_hangul, to_latin
from search.understanding.words import is_english, is_rare_english, names

Known = Callable[[str], bool]

_LATIN = re.compile(r"[A-Za-z]+")
# Addresses, file names and terms with signs (s-dot, r&d, a.kim@…) are not words of a sentence.
_SIGNS = re.compile(r"[-&/+.'@_#:\\]")
_AROUND = "-&/+.'@_#:\\"
# Latin name first, the rest in the wrong mode, or the other way round; the name is known by its capitals.
_NAME_FIRST = re.compile(r"([A-Z]{2,})([a-z][A-Za-z]*)")
_NAME_LAST = re.compile(r"([A-Za-z]*[a-z])([A-Z]{2,})")
# wp3ck, 2011sus: what stands before and after a number is short and is judged together.
_NUMBERED = re.compile(r"([A-Za-z]*)([0-9]+)([A-Za-z]+)")
_ORDINAL = "제"
_COUNTERS = frozenset("년월일시분초세살대번건명개차회조항호층억만천백점위배주도급종인원곳채쪽장편권절기")

_HANGUL = re.compile(r"[가-힣ㄱ-ㅣ]+")
_JAMO = re.compile(r"[ㄱ-ㅣ]")
_CONSONANTS = re.compile(r"[ㄱ-ㅎ]+")
# Syllables that Korean does not use: AI, GIS and VOC typed in Korean mode.
_NO_WORD = frozenset({"먀", "햔", "팿"})
_VOWEL = re.compile(r"[aeiouy]")
_UNSAYABLE = re.compile(r"[^aeiouy]{5}|[aeiouy]{4}|(.)\1\1")


def undo_slips(words: list[str], known: Known) -> list[str]:
    """Each word as it was meant. ``known``: whether documents or synonyms have a word, in lower case.

    A word changes only where what was typed says nothing and what the other mode makes of it is whole.
    """
    meant = [_to_korean(word, known, alone=True) for word in words]
    if meant != words:
        # One slip makes the others likely: now single syllables count as well.
        meant = [
            _to_korean(word, known, alone=False) if word == old else word
            for old, word in zip(words, meant, strict=True)
        ]
    return [_to_english(word, known) if word == old else word for old, word in zip(words, meant, strict=True)]


def _to_korean(word: str, known: Known, *, alone: bool) -> str:
    if _SIGNS.search(word.strip(_AROUND)):
        return word
    numbered = _NUMBERED.fullmatch(word)
    if numbered:
        before, number, after = to_hangul(numbered[1]), numbered[2], to_hangul(numbered[3])
        counted = after in _COUNTERS and not alone and (not before or _is_whole(before, 1))
        if counted or (before == _ORDINAL and _is_whole(after, 1)):
            return before + number + after
    return _LATIN.sub(lambda match: _korean_run(match.group(), known, 2 if alone else 1), word)


def _korean_run(run: str, known: Known, shortest: int) -> str:
    word = run.lower()
    if len(run) < 2 or word in names() or is_english(word) or known(word):
        return run
    named = _beside_name(run, known)
    if named:
        return named
    whole = to_hangul(run)
    if _is_whole(whole, shortest):
        return run if is_rare_english(word) and not known(whole) else whole
    return _after_small_name(run, known)


def _beside_name(run: str, known: Known) -> str:
    """LPGckfid -> LPG차량; "" when the run is no name in capitals beside a word in the wrong mode."""
    for shape, name_at in ((_NAME_FIRST, 1), (_NAME_LAST, 2)):
        match = shape.fullmatch(run)
        if match and (match[name_at].lower() in names() or known(match[name_at].lower())):
            rest = to_hangul(match[3 - name_at])
            if _is_whole(rest, 2):
                return match[1] + rest if name_at == 1 else rest + match[2]
    return ""


def _after_small_name(run: str, known: Known) -> str:
    """cctvtjfcl -> cctv설치: a listed name in small letters before a word that the documents have."""
    for end in range(len(run) - 3, 2, -1):
        if run[:end].lower() in names():
            rest = to_hangul(run[end:])
            if _is_whole(rest, 2) and known(rest):
                return run[:end] + rest
    return run


def _is_whole(text: str, shortest: int) -> bool:
    return len(text) >= shortest and all(map(is_syllable, text))


def _to_english(word: str, known: Known) -> str:
    """The word, or the Latin one of the same keys."""
    if not _HANGUL.fullmatch(word):
        return word
    typed = to_latin(word)
    latin = typed.lower()
    if not any(map(is_jamo, word)):
        # Whole syllables: only a name, and only where Korean has no such word.
        is_name = latin in names() and (len(word) > 1 or word in _NO_WORD)
        return names()[latin] if is_name and not known(word) else word
    if latin in names():
        return names()[latin]
    if len(latin) > 2 and known(latin):
        return typed
    rest = _JAMO.sub("", word)
    if _CONSONANTS.fullmatch(word) or not rest or known(rest):
        return word
    # Nobody has it, but it reads as English and not as Korean.
    return typed if _VOWEL.search(latin) and not _UNSAYABLE.search(latin) else word
