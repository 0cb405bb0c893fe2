"""From what was typed to what is searched, with every change on the way."""

from __future__ import annotations

import math
from dataclasses import dataclass

from search.engines.base import Alternative
from search.understanding.initials import meant_by_initials
from search.understanding.protected import NOTHING_PROTECTED, Protected
from search.understanding.slips import undo_slips
from search.understanding.spelling import corrections
from search.understanding.synonyms import NO_SYNONYMS, SynonymTable
from search.understanding.syntax import Asked
from search.understanding.vocabulary import Vocabulary

#: What a better spelling counts beside what was typed.
SPELLING_WEIGHT = 0.7
#: What another word with the same first consonants counts.
INITIALS_WEIGHT = 0.4
#: What another word for the same counts; several share it, or a document that has them all would beat the word itself.
SYNONYM_WEIGHT = 0.7
#: The share of it where the word was only a part of a longer one.
IN_COMPOUND = 0.5

#: Words beyond these are searched as they are: a pasted page has no slips of the keyboard.
MOST_WORDS = 12
_MOST_WORD = 60


@dataclass(frozen=True)
class Change:
    """Something the search did to the query, always shown to the reader.

    type: keyboard (typed in the other input mode, replaced), initials (only first consonants, replaced by the first of
    these targets, the others looked for as well), spelling or synonym (looked for as well), phrase, exclude or filter
    (signs that were obeyed), cut (too long).
    """

    type: str
    source: str
    target: str


@dataclass(frozen=True)
class Understood:
    """What a query was taken to mean.

    text: what is searched; alternatives: what is looked for as well; changes: what led to both, in order;
    corrected: the text with its better spellings in place, for who wants only those; phrases and excluded: see
    ``EngineQuery``.
    """

    text: str
    alternatives: tuple[Alternative, ...] = ()
    changes: tuple[Change, ...] = ()
    corrected: str = ""
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


def understand(
    text: str,
    vocabulary: Vocabulary,
    synonyms: SynonymTable = NO_SYNONYMS,
    protected: Protected = NOTHING_PROTECTED,
) -> Understood:
    """What ``text`` (cleaned) means. Never raises; work is bounded whatever was typed.

    Words ``protected`` are neither a slip of the keyboard nor misspelt; they may have synonyms.
    """
    words = text.split()
    changes: list[Change] = []
    alternatives: list[Alternative] = []
    corrected = list(words)
    if len(words) <= MOST_WORDS and not any(len(word) > _MOST_WORD for word in words):
        meant = _meant(words, vocabulary, synonyms, protected)
        changes += [Change("keyboard", old, new) for old, new in zip(words, meant, strict=True) if old != new]
        words = list(meant)
        for place, full in enumerate(meant_by_initials(meant, vocabulary, protected)):
            if full:
                words[place] = full.word
                changes += [Change("initials", meant[place], word) for word in (full.word, *full.others)]
                alternatives += [Alternative(other, INITIALS_WEIGHT) for other in full.others]
        corrected = words
        for place, word, better in corrections(words, vocabulary, protected):
            corrected = [*corrected[:place], better, *corrected[place + 1 :]]
            changes.append(Change("spelling", word, better))
            alternatives.append(Alternative(better, SPELLING_WEIGHT))
    for said in synonyms.of(" ".join(corrected)):
        others = [other for other in said.others if vocabulary.contains(other)]
        changes += [Change("synonym", said.word, other) for other in others]
        weight = SYNONYM_WEIGHT / math.sqrt(len(others) or 1) * (1.0 if said.is_whole else IN_COMPOUND)
        alternatives += [Alternative(other, round(weight, 3)) for other in others]
    if not changes:
        return Understood(text, corrected=text)
    return Understood(" ".join(words), tuple(alternatives), tuple(changes), " ".join(corrected))


def _meant(
    words: list[str], vocabulary: Vocabulary, synonyms: SynonymTable, protected: Protected
) -> list[str]:
    """The words as they were meant to be typed. Protected ones are known, and tell nothing of the others."""

    def known(word: str) -> bool:
        return word in synonyms or word in protected or vocabulary.frequency(word) > 0

    open_to_change = iter(undo_slips([word for word in words if word not in protected], known))
    return [word if word in protected else next(open_to_change) for word in words]


def understand_asked(
    asked: Asked,
    vocabulary: Vocabulary,
    synonyms: SynonymTable = NO_SYNONYMS,
    protected: Protected = NOTHING_PROTECTED,
) -> Understood:
    """What a parsed query means: its words as ``understand`` takes them, its phrases and exclusions as written."""
    words = understand(asked.words, vocabulary, synonyms, protected)
    if not asked.parts:
        return words
    return Understood(
        text=" ".join(filter(None, [*asked.phrases, words.text])),
        alternatives=words.alternatives,
        changes=(*(Change(*part) for part in asked.parts), *words.changes),
        corrected=" ".join(filter(None, [*asked.phrases, words.corrected])),
        phrases=asked.phrases,
        excluded=asked.excluded,
    )
