"""The recipe that every engine follows: which fields there are, what goes into them, and what each counts.

Measured in docs/decisions/0005-korean-analysis.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from search.engines.base import Alternative, EngineQuery
from search.korean.dictionary import Dictionary, current
from search.korean.question import phrase_tokens, question_tokens
from search.korean.tokens import token_fields
from search.places import BODY, CAPTIONS, place_of
from search.records import DocumentRecord, PassageRecord

#: BM25 of each field counts with its weight; ``m`` fields are asked with morphemes, ``b`` fields with bigrams.
DOCUMENT_WEIGHTS = {"body_m": 1.0, "body_b": 0.6, "title_m": 1.4, "title_b": 0.6, "title_en": 2.0}
PASSAGE_WEIGHTS = {"text_m": 1.0, "text_b": 0.6, "heading_m": 0.5}
#: Of a document with a recording: what is spoken, and what stands beside it. Asked only which of the two has the
#: words, never for the score; empty for all others, which have their text in one place.
PLACE_FIELDS = ("captions_m", "captions_b", "beside_m", "beside_b")
# A term that no analyser gives.
NOTHING = "#"
_BIGRAM_FIELDS = frozenset({"body_b", "title_b", "text_b"})
#: Their bigrams stand in order, so that a phrase is found word for word.
PHRASE_FIELDS = ("title_b", "body_b")
#: Where a word that is not wanted may stand.
WORD_FIELDS = ("title_m", "title_en", "body_m")

#: Where a term that documents have in common may stand, and what it counts there beside its own weight.
ALIKE_FIELDS: Mapping[tuple[str, ...], float] = {WORD_FIELDS: 1.0, ("title_m", "title_en"): 0.5}

#: A passage is shown only if it answers about as well as the document's best one.
PASSAGE_CUT = 0.3


@dataclass(frozen=True)
class AskedTokens:
    """m and b: token -> how much it counts, 1 for what was asked and less for other ways to say it."""

    m: Mapping[str, float]
    b: Mapping[str, float]

    def __bool__(self) -> bool:
        return bool(self.m or self.b)


def asked_tokens(query: EngineQuery) -> AskedTokens:
    """The tokens of a query and of its alternatives."""
    return _asked_tokens(query.text, query.alternatives, current())


@lru_cache(maxsize=512)
def _asked_tokens(text: str, alternatives: tuple[Alternative, ...], dictionary: Dictionary) -> AskedTokens:
    m: dict[str, float] = {}
    b: dict[str, float] = {}
    for part in (Alternative(text, 1.0), *alternatives):
        tokens = question_tokens(part.text)
        for token in tokens.m:
            m[token] = max(m.get(token, 0.0), part.weight)
        for token in tokens.b:
            b[token] = max(b.get(token, 0.0), part.weight)
    return AskedTokens(m, b)


def phrases_of(query: EngineQuery) -> list[tuple[str, ...]]:
    """The tokens of each phrase that must occur in order in one of PHRASE_FIELDS."""
    return [tokens for phrase in query.phrases if (tokens := phrase_tokens(phrase))]


def excluded_of(query: EngineQuery) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """What must not occur: words, whose tokens are all somewhere in WORD_FIELDS, and phrases in PHRASE_FIELDS."""
    words, phrases = [], []
    for text in query.excluded:
        tokens = question_tokens(text).m
        if tokens and " " not in text:
            words.append(tokens)
        elif phrase_tokens(text):
            phrases.append(phrase_tokens(text))
    return words, phrases


def tokens_for(field: str, asked: AskedTokens) -> Mapping[str, float]:
    """The tokens that a field is asked with, and how much each counts."""
    return asked.b if field in _BIGRAM_FIELDS else asked.m


def document_texts(record: DocumentRecord) -> dict[str, str]:
    """The analysed text of each field of DOCUMENT_WEIGHTS, tokens joined by spaces."""
    title, body = token_fields(record.title), token_fields(record.body)
    return {
        "title_m": title.m,
        "title_b": title.b,
        "title_en": token_fields(record.title_en).m,
        "body_m": body.m,
        "body_b": body.b,
    }


def passage_texts(passage: PassageRecord) -> dict[str, str]:
    """The analysed text of each field of PASSAGE_WEIGHTS, tokens joined by spaces."""
    text = token_fields(passage.text)
    return {"text_m": text.m, "text_b": text.b, "heading_m": token_fields(passage.heading).m}


def filled(texts: Mapping[str, str]) -> dict[str, str]:
    """The same texts, with one term that nobody asks for where there is none.

    Lucene leaves a document without any term out of a field's statistics, tantivy counts it: so both count it.
    """
    return {name: text or NOTHING for name, text in texts.items()}


def nothing(weights: Mapping[str, float]) -> dict[str, str]:
    """The texts of an index's note about itself: they count as those of a document without any term do."""
    return dict.fromkeys(weights, NOTHING)


def facet_values(record: DocumentRecord) -> Mapping[str, list[str]]:
    """The values of every facet that a document carries, each once."""
    return {
        "kind": [record.kind],
        "place": list(dict.fromkeys(place_of(passage.locator) for passage in record.passages)) or [BODY],
        "district": list(dict.fromkeys(record.districts)),
        "field": [record.field] if record.field else [],
        "tag": list(dict.fromkeys(record.tags)),
        "year": [str(record.year)] if record.year else [],
        "licence": [record.licence] if record.licence else [],
    }


def place_texts(record: DocumentRecord) -> dict[str, str]:
    """The analysed text of each of PLACE_FIELDS; "" where the document has all its text in one place."""
    captions = [p.text for p in record.passages if place_of(p.locator) == CAPTIONS]
    if not captions:
        return dict.fromkeys(PLACE_FIELDS, "")
    others = [p.text for p in record.passages if place_of(p.locator) != CAPTIONS]
    spoken = token_fields("\n".join(captions))
    beside = token_fields("\n".join([record.title, record.title_en, *others]))
    return dict(zip(PLACE_FIELDS, (spoken.m, spoken.b, beside.m, beside.b), strict=True))


@dataclass(frozen=True)
class PlaceQuestion:
    """A place has what is asked when ``least`` of ``tokens`` are in its field of this ``kind`` ("m" or "b")."""

    kind: str
    tokens: tuple[str, ...]
    least: int


def place_questions(query: EngineQuery) -> list[PlaceQuestion]:
    """Any of them is enough; none when nothing is asked.

    Half of the words of the query or of one of its alternatives, or all of its letters in order of pairs.
    """
    found: list[PlaceQuestion] = []
    for text in (query.text, *(other.text for other in query.alternatives)) if query.text else ():
        tokens = question_tokens(text)
        if tokens.m:
            found.append(PlaceQuestion("m", tokens.m, (len(tokens.m) + 1) // 2))
        if tokens.b:
            found.append(PlaceQuestion("b", tokens.b, len(tokens.b)))
    return found


def day_of(record: DocumentRecord) -> int:
    """The day of a document as an ordinal, 0 without a date."""
    return record.date.toordinal() if record.date else 0
