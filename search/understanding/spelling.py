"""Slips of the finger: 스마트쉼텨 -> 스마트쉼터. Found by keystrokes, chosen by what documents say together."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from search.korean.morphemes import Role, morphemes
from search.korean.normalise import normalise
from search.understanding.keyboard import keystrokes
from search.understanding.vocabulary import Vocabulary
from search.understanding.words import names

#: Longer queries are questions: what is not understood in them weighs little.
MOST_WORDS = 6
# Two slips only in words with as many keystrokes; shorter ones have too many neighbours.
_LONG = 9
# Spellings tried in the query as a whole.
_MOST_TRIED = 4
# A word that reads as Korean gives way only to one that answers the whole query so much better.
_BETTER = 1.2

_WORD = re.compile(r"[가-힣]{2,12}")
#: At the end of a word; what stands before it is the word.
PARTICLE = re.compile(r"(?:에서|에게|으로|까지|부터|에는|이나|은|는|이|가|을|를|의|에|와|과|도|로|만)$")


class Correction(NamedTuple):
    """``better``: the spelling that is looked for as well; ``place``: which word of the query it is."""

    place: int
    word: str
    better: str


def corrections(words: Sequence[str], vocabulary: Vocabulary, kept: Container[str] = ()) -> list[Correction]:
    """Better spellings of words that no public document has; none for words that mean something as they are.

    Words ``kept`` stay as they are.
    """
    if len(words) > MOST_WORDS:
        return []
    text = " ".join(words)
    found = []
    for place, word in enumerate(words):
        plain = normalise(word)
        if (
            word in kept
            or not _WORD.fullmatch(plain)
            or _is_known(plain, vocabulary)
            or _is_joined(words, place, vocabulary)
        ):
            continue
        needed = 1.0
        if _reads(plain, vocabulary):
            if len(words) == 1:
                continue
            needed = _BETTER
        better = _best(words, place, plain, needed * vocabulary.best_score(text), vocabulary)
        if better:
            found.append(Correction(place, word, better))
    return found


def nearest(word: str, vocabulary: Vocabulary, most: int = 3) -> list[str]:
    """Words of public documents that are spelt nearly like ``word``, the likeliest first."""
    plain = normalise(word)
    return _candidates(plain, vocabulary)[:most] if _WORD.fullmatch(plain) else []


def _best(words: Sequence[str], place: int, plain: str, least: float, vocabulary: Vocabulary) -> str:
    """The spelling with which the whole query is answered best, if better than ``least``."""
    best = ""
    for candidate in _candidates(plain, vocabulary)[:_MOST_TRIED]:
        score = vocabulary.best_score(" ".join([*words[:place], candidate, *words[place + 1 :]]))
        if score > least:
            best, least = candidate, score
    return best


def _candidates(word: str, vocabulary: Vocabulary) -> list[str]:
    """Words of public documents near ``word``, the likeliest first; two slips away only where one explains none."""
    scores = _scores(word, [*vocabulary.near(word, 1), *_swapped(word)], 1, vocabulary)
    if len(keystrokes(word)) >= _LONG and not any(len(candidate) == len(word) for candidate in scores):
        scores = _scores(word, vocabulary.near(word, 2), 2, vocabulary) | scores
    return sorted(scores, key=lambda candidate: (-scores[candidate], candidate))


def _scores(word: str, candidates: Iterable[str], distance: int, vocabulary: Vocabulary) -> dict[str, float]:
    found = ((candidate, vocabulary.frequency(candidate)) for candidate in candidates)
    return {
        candidate: _likelihood(word, candidate, distance, frequency)
        for candidate, frequency in found
        if frequency
    }


def _likelihood(word: str, candidate: str, distance: int, frequency: int) -> float:
    score = math.log(frequency) - 2.5 * distance
    # A slip inside whole syllables keeps their number, and people look at how a word begins.
    return score + (0.7 if candidate[0] == word[0] else 0.0) - (2.0 if len(candidate) != len(word) else 0.0)


def _swapped(word: str) -> list[str]:
    pairs = range(len(word) - 1)
    swapped = (word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in pairs)
    return [other for other in swapped if other != word]


def _is_known(word: str, vocabulary: Vocabulary) -> bool:
    """Whether documents have the word, alone or before a particle, or it is a name or a form of a known verb."""
    if word in names() or vocabulary.frequency(word):
        return True
    particle = PARTICLE.search(word)
    if particle and particle.start() >= 2 and vocabulary.frequency(word[: particle.start()]):
        return True
    kinds = [item.kind for item in morphemes(word)]
    is_verb = bool(kinds) and kinds[0].role == Role.VERB
    is_verb = is_verb and all(kind.role in (Role.DROP, Role.VERB) for kind in kinds[1:])
    return is_verb and vocabulary.frequency(kinds[0].texts[0]) > 0


def _is_joined(words: Sequence[str], place: int, vocabulary: Vocabulary) -> bool:
    """Whether the word is half of one that was written with a blank: 청소 년센터."""
    pairs = [words[place - 1 : place + 1]] if place else []
    pairs.append(words[place : place + 2])
    return any(len(pair) == 2 and vocabulary.frequency(normalise("".join(pair))) for pair in pairs)


def _reads(word: str, vocabulary: Vocabulary) -> bool:
    """Whether the analyser knows every part of the word and documents have its nouns and verbs."""
    for item in morphemes(word):
        kind = item.kind
        if kind.role == Role.BARE:
            return False
        if kind.role == Role.NOUN and (len(item.surface) < 2 or not vocabulary.frequency(item.surface)):
            return False
        if kind.role == Role.VERB and not vocabulary.frequency(kind.texts[0]):
            return False
    return True
