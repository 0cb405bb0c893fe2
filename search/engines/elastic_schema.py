"""What the Elasticsearch indexes hold, how a change becomes their entries, and how a question becomes their query."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

from elasticsearch.dsl import A, Document, Integer, Keyword, Long, MetaField, Q, Text
from elasticsearch.dsl.aggs import Agg
from elasticsearch.dsl.query import Query

from search.engines.base import FACETS, AlikeQuery, Change, EngineQuery
from search.engines.recipe import (
    ALIKE_FIELDS,
    DOCUMENT_WEIGHTS,
    PASSAGE_WEIGHTS,
    PHRASE_FIELDS,
    PLACE_FIELDS,
    WORD_FIELDS,
    AskedTokens,
    PlaceQuestion,
    day_of,
    document_texts,
    excluded_of,
    facet_values,
    filled,
    nothing,
    passage_texts,
    phrases_of,
    place_questions,
    place_texts,
    tokens_for,
)
from search.korean.dictionary import SHIPPED, Dictionary
from search.korean.tokens import analyser_fingerprint
from search.places import BODY, CAPTIONS, PLACES
from search.records import DocumentRecord

#: Raise when the fields below or what goes into them change.
MAPPING = 3
META_ID = "#meta"

# A facet lists all its values; far above what a controlled vocabulary holds.
_MOST_VALUES = 10_000
# Lucene refuses longer terms.
_LONGEST_KEYWORD_BYTES = 32_766


def _tokens(options: Literal["docs", "freqs", "positions"] = "freqs") -> Any:
    return Text(analyzer="whitespace", index_options=options)


class DocumentEntry(Document):
    """One Document, and under META_ID the index's note about itself, which has no audience."""

    key = Keyword()
    audience = Keyword()
    seq = Long()
    day = Integer()
    kind = Keyword()
    place = Keyword()
    district = Keyword()
    field = Keyword()
    tag = Keyword()
    year = Keyword()
    licence = Keyword()
    title_m = _tokens()
    title_b = _tokens("positions")
    title_en = _tokens()
    body_m = _tokens()
    body_b = _tokens("positions")
    captions_m = _tokens("docs")
    captions_b = _tokens("docs")
    beside_m = _tokens("docs")
    beside_b = _tokens("docs")
    #: How many passages the document has ever had: what may have to be removed.
    reserved = Integer(index=False, doc_values=False)
    cursor = Long(index=False, doc_values=False)

    class Meta:
        dynamic = MetaField("strict")


class PassageEntry(Document):
    """One Passage, with the key of its Document."""

    key = Keyword()
    ordinal = Integer()
    locator = Keyword(index=False)
    text_m = _tokens()
    text_b = _tokens()
    heading_m = _tokens()

    class Meta:
        dynamic = MetaField("strict")


#: part of an index -> its entries and the texts that are analysed already and need not be kept
PARTS: Mapping[str, tuple[type[Document], tuple[str, ...]]] = {
    "documents": (DocumentEntry, (*DOCUMENT_WEIGHTS, *PLACE_FIELDS)),
    "passages": (PassageEntry, tuple(PASSAGE_WEIGHTS)),
}


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Of mapping, analyser and dictionary: another one means the index must be built anew."""
    mappings = [entry._doc_type.mapping.to_dict() for entry, _ in PARTS.values()]
    # The library lists the fields in another order in each process.
    source = f"{MAPPING} {analyser_fingerprint()} {json.dumps(mappings, sort_keys=True)}"
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def index_body(part: str, replicas: str, dictionary: Dictionary = SHIPPED) -> dict[str, Any]:
    """Settings and mapping of a new index of this part. The documents' part says what it is analysed with."""
    entry, unkept = PARTS[part]
    mapping = entry._doc_type.mapping.to_dict()
    mapping["_source"] = {"excludes": list(unkept)}
    mapping["_meta"] = {"fingerprint": fingerprint()}
    if part == "documents" and dictionary.added:
        mapping["_meta"]["words"] = dictionary.as_json()
    copies = {"auto_expand_replicas": replicas} if "-" in replicas else {"number_of_replicas": int(replicas)}
    settings = {
        # One shard, so that word statistics and counts are those of the whole.
        "number_of_shards": 1,
        # Deletions are remembered longer than any writer can lag behind.
        "gc_deletes": "6h",
        "max_result_window": 1_000_000,
        **copies,
    }
    return {"settings": {"index": settings}, "mappings": mapping}


# --- entries ------------------------------------------------------------------------------------------


def document_action(change: Change, record: DocumentRecord, reserved: int) -> dict[str, Any]:
    entry = {
        "key": change.key,
        "audience": record.audience,
        "seq": change.seq,
        "day": day_of(record),
        **facet_values(record),
        **filled(document_texts(record)),
        **{name: text for name, text in place_texts(record).items() if text},
        "reserved": reserved,
    }
    return {**_versioned(change.key, change.seq), "_op_type": "index", "_source": entry}


def removal(entry_id: str, seq: int) -> dict[str, Any]:
    return {**_versioned(entry_id, seq), "_op_type": "delete"}


def passage_actions(change: Change, record: DocumentRecord | None, reserved: int) -> Iterator[dict[str, Any]]:
    """Write what the document has now, remove what it may have had."""
    here = {passage.ordinal for passage in record.passages} if record else set()
    for passage in record.passages if record else ():
        entry = {
            "key": change.key,
            "ordinal": passage.ordinal,
            "locator": passage.locator,
            **filled(passage_texts(passage)),
        }
        yield {
            **_versioned(passage_id(change.key, passage.ordinal), change.seq),
            "_op_type": "index",
            "_source": entry,
        }
    for ordinal in range(reserved):
        if ordinal not in here:
            yield removal(passage_id(change.key, ordinal), change.seq)


def passage_id(key: str, ordinal: int) -> str:
    return f"{key}#{ordinal}"


def reserved_for(record: DocumentRecord | None, before: int) -> int:
    """How many ordinals this document may occupy from now on."""
    return max([before, *(passage.ordinal + 1 for passage in record.passages)] if record else [before])


def meta_action(cursor: int) -> dict[str, Any]:
    note = {"cursor": cursor, **nothing(DOCUMENT_WEIGHTS)}
    return {**_versioned(META_ID, cursor), "_op_type": "index", "_source": note}


def _versioned(entry_id: str, seq: int) -> dict[str, Any]:
    """A slow writer never overwrites what a faster one wrote of a later state."""
    return {"_id": entry_id, "version": seq, "version_type": "external_gte"}


def too_long(record: DocumentRecord) -> str:
    """Why the server would refuse this record, or ""."""
    for name, values in {**facet_values(record), "audience": [record.audience]}.items():
        if any(len(value.encode()) > _LONGEST_KEYWORD_BYTES for value in values):
            return f"a value of {name} is longer than {_LONGEST_KEYWORD_BYTES:,} bytes"
    return ""


# --- questions ----------------------------------------------------------------------------------------


def scoring_query(weights: Mapping[str, float], tokens: AskedTokens) -> Query:
    """Any token in any field; the score is the weighted sum of the fields' BM25."""
    matches = [
        Q("match", **{name: {"query": text, "boost": weight * share}})
        for name, weight in weights.items()
        for share, text in _by_share(tokens_for(name, tokens))
    ]
    return Q("bool", should=matches, minimum_should_match=1)


def _by_share(tokens: Mapping[str, float]) -> Iterator[tuple[float, str]]:
    """Tokens that count alike, joined by spaces, with what they count."""
    for share in sorted(set(tokens.values()), reverse=True):
        yield share, " ".join(token for token, other in tokens.items() if other == share)


def conditions(query: EngineQuery) -> tuple[list[Query], list[Query]]:
    """What phrases and excluded words ask of a document: what it must and what it must not have."""
    words, no_phrases = excluded_of(query)
    unwanted = [_phrase(tokens) for tokens in no_phrases] + [_all_words(tokens) for tokens in words]
    return [_phrase(tokens) for tokens in phrases_of(query)], unwanted


def _phrase(tokens: Sequence[str]) -> Query:
    said = " ".join(tokens)
    return Q(
        "bool", should=[Q("match_phrase", **{name: said}) for name in PHRASE_FIELDS], minimum_should_match=1
    )


def _all_words(tokens: Sequence[str]) -> Query:
    return Q(
        "bool",
        filter=[
            Q("bool", should=[Q("term", **{name: token}) for name in WORD_FIELDS], minimum_should_match=1)
            for token in tokens
        ],
    )


def alike_query(query: AlikeQuery) -> Query:
    """Documents with any of the terms but the one they are taken from; each term counts what it is given."""
    shared = [
        Q("constant_score", filter=_in_any(fields, token), boost=weight * share)
        for token, weight in query.terms
        for fields, share in ALIKE_FIELDS.items()
    ]
    return Q(
        "bool",
        filter=[visible_to(query.audiences)],
        must_not=[Q("term", key=query.key)],
        should=shared,
        minimum_should_match=1,
    )


def _in_any(fields: Sequence[str], token: str) -> Query:
    return Q("bool", should=[Q("term", **{name: token}) for name in fields], minimum_should_match=1)


def visible_to(audiences: Sequence[str]) -> Query:
    return Q("terms", audience=list(audiences))


def chosen(query: EngineQuery, but: str = "") -> Query:
    """Documents with one of the chosen values of every facet, ``but`` one left aside."""
    return Q("bool", filter=[_with_any(name, v, query) for name, v in query.filters.items() if name != but])


def _with_any(name: str, values: Sequence[str], query: EngineQuery) -> Query:
    if name != "place":
        return Q("terms", **{name: list(values)})
    places = [found_in(value, query) for value in values if value in PLACES]
    return Q("bool", should=places, minimum_should_match=1) if places else Q("match_none")


def found_in(place: str, query: EngineQuery) -> Query:
    """Documents that have in this place what is asked. Only those with a recording have to be asked where."""
    there = Q("term", place=place)
    questions = place_questions(query)
    if place not in (BODY, CAPTIONS) or not questions:
        return there
    spoken = _having("captions", questions)
    if place == CAPTIONS:
        return Q("bool", filter=[there, spoken])
    # A hit that neither half has by itself is found on the page as a whole.
    only_spoken = Q("bool", filter=[spoken], must_not=[_having("beside", questions)])
    return Q("bool", filter=[there], must_not=[only_spoken])


def _having(half: str, questions: Sequence[PlaceQuestion]) -> Query:
    asked = [
        Q(
            "match",
            **{
                f"{half}_{question.kind}": {
                    "query": " ".join(question.tokens),
                    "minimum_should_match": question.least,
                }
            },
        )
        for question in questions
    ]
    return Q("bool", should=asked, minimum_should_match=1)


def facet_counts(query: EngineQuery) -> Iterator[tuple[str, Agg[Any]]]:
    """Counts of every facet, each under the choices of the others only."""
    for name in FACETS:
        counted = A("filter", filter=chosen(query, but=name))
        if name == "place":
            counted.bucket("values", "filters", filters={place: found_in(place, query) for place in PLACES})
        else:
            counted.bucket("values", "terms", field=name, size=_MOST_VALUES)
        yield name, counted


def newest_first() -> list[Any]:
    return [{"day": "desc"}, {"key": "asc"}]


def any_of(values: Iterable[str], field: str) -> Query:
    return Q("terms", **{field: list(values)})
