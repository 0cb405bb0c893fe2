"""Looking for somebody in the directory: "AI 담당 in 노원구", "노원구 AI", "노원 인공지능 담당".

The analysis, the synonyms and the names of districts are those of the search; the texts are not in any index. They are
a few hundred, read with one query and compared in memory, so nothing of them is found by the public search.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from portal.community.members.domain.words import FILLERS
from search.facets import FacetVocabulary
from search.korean.dictionary import Dictionary, current
from search.korean.normalise import normalise
from search.korean.question import QuestionTokens, question_tokens
from search.korean.tokens import analyse
from search.understanding import synonyms
from search.understanding.slips import undo_slips

LONGEST = 100
MOST_WORDS = 8
_SEPARATOR = " / "
_EDGES = "\"'“”‘’()[]{}<>?!.,;:·~"
_TRAILING = re.compile(r"(?:은|는|이|가|을|를|의|에|에서|과|와)$")


@dataclass(frozen=True)
class Entry:
    """What is said of one thing that can be found. ``district``: its Korean name; texts by how much they count."""

    pk: int
    district: str
    role: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """``ids``: the best first. ``partly``: no entry has all the words, these have some of them."""

    ids: tuple[int, ...]
    partly: bool = False


@dataclass(frozen=True)
class _Wanted:
    """One word of a query: the district it names, "" for none, and all the ways to say it."""

    district: str
    ways: tuple[QuestionTokens, ...]


@dataclass(frozen=True)
class _Tokens:
    m: frozenset[str]
    b: frozenset[str]

    def have(self, asked: QuestionTokens) -> bool:
        return (bool(asked.m) and self.m.issuperset(asked.m)) or (
            bool(asked.b) and self.b.issuperset(asked.b)
        )


ROLE, TEXT, DISTRICT = 3, 2, 1


def find(query: str, entries: Sequence[Entry]) -> Found:
    """The entries that a query means; all of them for a query that names nothing ("담당자")."""
    wanted = _wanted(_words(query), entries)
    if not wanted:
        return Found(tuple(entry.pk for entry in entries))
    scored = [(entry.pk, *_score(entry, wanted)) for entry in entries]
    best = max((matched for _, matched, _ in scored), default=0)
    if not best:
        return Found(())
    kept = sorted((row for row in scored if row[1] == best), key=lambda row: -row[2])
    return Found(tuple(pk for pk, _, _ in kept), partly=best < len(wanted))


def _score(entry: Entry, wanted: Iterable[_Wanted]) -> tuple[int, int]:
    """How many of the words the entry has, and how much they count."""
    weights = [_weight(entry, word) for word in wanted]
    return sum(weight > 0 for weight in weights), sum(weights)


def _weight(entry: Entry, word: _Wanted) -> int:
    if word.district:
        return DISTRICT if entry.district == word.district else 0
    places = ((ROLE, entry.role), (TEXT, entry.texts), (DISTRICT, (entry.district, *entry.role)))
    for weight, texts in places:
        tokens = _tokens(texts)
        if any(tokens.have(way) for way in word.ways):
            return weight
    return 0


def _words(query: str) -> list[str]:
    """The words of a query that say something, at most MOST_WORDS."""
    words = (word.strip(_EDGES) for word in query[:LONGEST].replace(",", " ").split())
    return [word for word in words if word and not _is_filler(word)][:MOST_WORDS]


def _is_filler(word: str) -> bool:
    plain = normalise(word)
    return plain in FILLERS or _TRAILING.sub("", plain) in FILLERS


def _wanted(words: list[str], entries: Sequence[Entry]) -> list[_Wanted]:
    vocabulary, table = FacetVocabulary(), synonyms.table()

    def known(word: str) -> bool:
        asked = question_tokens(word)
        return word in table or any(_all_tokens(entry).have(asked) for entry in entries)

    return [_meaning(word, vocabulary, table) for word in undo_slips(words, known)]


def _meaning(word: str, vocabulary: FacetVocabulary, table: synonyms.SynonymTable) -> _Wanted:
    district = district_named(word, vocabulary)
    others = [other for said in table.of(word) if said.is_whole for other in said.others]
    return _Wanted(district, tuple(question_tokens(way) for way in (word, *others)))


def district_named(word: str, vocabulary: FacetVocabulary) -> str:
    """The district that a word names: 노원구, 노원, 노원구청, 노원구의, nowon; "" for any other word."""
    plain = normalise(word)
    for stem in dict.fromkeys((plain, _TRAILING.sub("", plain))):
        stem = stem.removesuffix("청") if stem.endswith("구청") else stem
        for name in (stem, f"{stem}구", f"{stem}-gu"):
            found = vocabulary.canonical("district", name) if len(stem) > 1 else None
            if found:
                return found
    return ""


def _all_tokens(entry: Entry) -> _Tokens:
    return _tokens((entry.district, *entry.role, *entry.texts))


def _tokens(texts: tuple[str, ...]) -> _Tokens:
    return _analysed(_SEPARATOR.join(texts), current())


@lru_cache(maxsize=8192)
def _analysed(text: str, dictionary: Dictionary) -> _Tokens:
    """Kept in memory: the texts of the directory are short and change rarely."""
    lists = analyse(text)
    return _Tokens(frozenset(token.text for token in lists.m), frozenset(token.text for token in lists.b))
