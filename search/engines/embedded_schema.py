"""What the embedded indexes hold, how a record becomes their documents, and how a question becomes their query."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import Literal, cast

import tantivy

from search.engines.base import AlikeQuery, Change, EngineQuery
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
    place_texts,
    tokens_for,
)
from search.korean.tokens import analyser_fingerprint
from search.records import DocumentRecord

#: Raise when the fields below or what goes into them change.
MAPPING = 4

META_KEY = "#meta"


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Of mapping, analyser, dictionary and index format: another one means the index must be built anew."""
    source = f"{MAPPING} {analyser_fingerprint()} {version('tantivy')}"
    return hashlib.sha256(source.encode()).hexdigest()[:12]


@lru_cache(maxsize=1)
def document_schema() -> tantivy.Schema:
    builder = _with_texts(tantivy.SchemaBuilder(), DOCUMENT_WEIGHTS)
    for name in PLACE_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("audience", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("uid", fast=True)
    builder.add_bytes_field("payload", stored=True)
    return builder.build()


@lru_cache(maxsize=1)
def passage_schema() -> tantivy.Schema:
    builder = _with_texts(tantivy.SchemaBuilder(), PASSAGE_WEIGHTS)
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("owner", fast=True)
    builder.add_unsigned_field("ordinal", fast=True)
    builder.add_text_field("locator", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("payload", stored=True)
    return builder.build()


def _with_texts(builder: tantivy.SchemaBuilder, names: Iterable[str]) -> tantivy.SchemaBuilder:
    # The default tokenizer drops C++ and long tokens; ours are separated by spaces already.
    for name in names:
        option: Literal["position", "freq"] = "position" if name in PHRASE_FIELDS else "freq"
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=option)
    return builder


def document_of(change: Change, record: DocumentRecord) -> tantivy.Document:
    payload = _payload(change, record)
    fields = {
        "key": change.key,
        "audience": record.audience,
        "uid": number_of(payload),
        "payload": payload,
        **filled(document_texts(record)),
        **{name: text for name, text in place_texts(record).items() if text},
    }
    return tantivy.Document.from_dict(fields, document_schema())


def _payload(change: Change, record: DocumentRecord) -> bytes:
    data = {"key": change.key, "seq": change.seq, "day": day_of(record), "facets": facet_values(record)}
    return json.dumps(data, ensure_ascii=False).encode()


def passages_of(change: Change, record: DocumentRecord) -> Iterator[tantivy.Document]:
    for passage in record.passages:
        fields = {
            "key": change.key,
            "owner": number_of(change.key.encode()),
            "ordinal": passage.ordinal,
            "locator": passage.locator,
            **filled(passage_texts(passage)),
        }
        yield tantivy.Document.from_dict(fields, passage_schema())


def meta_document(schema: tantivy.Schema, cursor: int) -> tantivy.Document:
    """The index's note about itself. It has no audience, so no search can meet it."""
    payload = json.dumps({"cursor": cursor, "fingerprint": fingerprint()}).encode()
    texts = nothing(DOCUMENT_WEIGHTS if schema is document_schema() else PASSAGE_WEIGHTS)
    return tantivy.Document.from_dict({"key": META_KEY, "payload": payload, **texts}, schema)


def payload_of(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> bytes:
    return bytes(searcher.doc(address).get_first("payload") or b"{}")


def numbers_of(searcher: tantivy.Searcher, field: str, addresses: list[tantivy.DocAddress]) -> list[int]:
    """A fast field of many documents at once."""
    return cast(list[int], searcher.fast_field_values(field, addresses))


def number_of(data: bytes) -> int:
    """A 60-bit number that stands for these bytes in a fast field."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") >> 4


def scoring_query(schema: tantivy.Schema, weights: dict[str, float], asked: AskedTokens) -> tantivy.Query:
    """Any token in any field; the score is the weighted sum of the fields' BM25."""
    clauses = []
    for field, weight in weights.items():
        for token, share in tokens_for(field, asked).items():
            term = tantivy.Query.term_query(schema, field, token, "freq")
            clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(term, weight * share)))
    return tantivy.Query.boolean_query(clauses)


def restricted(schema: tantivy.Schema, field: str, values: Iterable[str]) -> tantivy.Query:
    """Documents with one of ``values``, without any effect on the score."""
    return tantivy.Query.const_score_query(tantivy.Query.term_set_query(schema, field, list(values)), 0.0)


def any_field(schema: tantivy.Schema, fields: Iterable[str], token: str) -> tantivy.Query:
    """Documents with ``token`` in any of ``fields``."""
    terms = (tantivy.Query.term_query(schema, name, token, "basic") for name in fields)
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])


def alike_query(schema: tantivy.Schema, query: AlikeQuery) -> tantivy.Query:
    """Documents with any of the terms but the one they are taken from; each term counts what it is given."""
    clauses = [
        (
            tantivy.Occur.Should,
            tantivy.Query.const_score_query(any_field(schema, fields, token), weight * share),
        )
        for token, weight in query.terms
        for fields, share in ALIKE_FIELDS.items()
    ]
    itself = tantivy.Query.term_query(schema, "key", query.key, "basic")
    return both(
        restricted(schema, "audience", query.audiences),
        tantivy.Query.boolean_query(clauses),
        [(tantivy.Occur.MustNot, itself)],
    )


def conditions(schema: tantivy.Schema, query: EngineQuery) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    """What phrases and excluded words ask of a document, without any effect on the score."""
    words, no_phrases = excluded_of(query)
    wanted = [(tantivy.Occur.Must, _phrase(schema, tokens)) for tokens in phrases_of(query)]
    unwanted = [_phrase(schema, tokens) for tokens in no_phrases] + [
        _all_words(schema, tokens) for tokens in words
    ]
    return wanted + [(tantivy.Occur.MustNot, condition) for condition in unwanted]


def place_query(schema: tantivy.Schema, half: str, questions: Sequence[PlaceQuestion]) -> tantivy.Query:
    """Documents that have in one half ("captions" or "beside") what any of ``questions`` asks."""
    asked = []
    for question in questions:
        name = f"{half}_{question.kind}"
        terms = [tantivy.Query.term_query(schema, name, token, "basic") for token in question.tokens]
        clauses = [(tantivy.Occur.Should, term) for term in terms]
        asked.append(tantivy.Query.boolean_query(clauses, minimum_number_should_match=question.least))
    return _unscored(tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in asked]))


def _phrase(schema: tantivy.Schema, tokens: Sequence[str]) -> tantivy.Query:
    if len(tokens) == 1:
        return _unscored(any_field(schema, PHRASE_FIELDS, tokens[0]))
    places = [tantivy.Query.phrase_query(schema, name, list(tokens)) for name in PHRASE_FIELDS]
    return _unscored(tantivy.Query.boolean_query([(tantivy.Occur.Should, place) for place in places]))


def _all_words(schema: tantivy.Schema, tokens: Sequence[str]) -> tantivy.Query:
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Must, any_field(schema, WORD_FIELDS, token)) for token in tokens]
    )


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


def both(
    first: tantivy.Query,
    second: tantivy.Query,
    conditions: Sequence[tuple[tantivy.Occur, tantivy.Query]] = (),
) -> tantivy.Query:
    """Documents that answer both and meet the ``conditions``."""
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Must, first), (tantivy.Occur.Must, second), *conditions]
    )
