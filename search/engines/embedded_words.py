"""The words of an embedded build: what queries are understood by. Beside documents and passages, in the same build.

Words are only ever added, by their keystrokes, so that near spellings are found fast. Whether a word may be told to
readers is decided when it is asked for, by the documents open to all that contain it now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import tantivy

from search.engines import embedded_schema as schema
from search.engines.base import Change, EngineQuery
from search.engines.recipe import DOCUMENT_WEIGHTS, WORD_FIELDS, asked_tokens, document_texts
from search.korean.initials import initials
from search.korean.question import question_tokens
from search.understanding.keyboard import keystrokes

_PUBLIC = "public"
_WORD = re.compile(r"[가-힣]{2,12}")
_WRITER_MEMORY = 15_000_000
# Words that are as near as asked and looked at; short words have the most.
_MOST_NEAR = 200
_MOST_WITH_INITIALS = 400
# Frequencies remembered until the next commit.
_MOST_REMEMBERED = 50_000


@lru_cache(maxsize=1)
def word_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("keys", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("word", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def write_words(path: Path, changes: Iterable[Change]) -> None:
    """Add the words of these documents that are new. Doing it again adds nothing."""
    path.mkdir(exist_ok=True)
    index = tantivy.Index(word_schema(), str(path))
    index.reload()
    known = index.searcher()
    words = {
        word
        for change in changes
        if change.record is not None and change.record.audience == _PUBLIC
        for text in document_texts(change.record).values()
        for word in text.split()
        if _WORD.fullmatch(word)
    }
    new = [word for word in sorted(words) if not known.doc_freq("word", word)]
    if not new and (path / "meta.json").exists():
        return
    writer = index.writer(_WRITER_MEMORY, 1)
    for word in new:
        writer.add_document(
            tantivy.Document.from_dict({"keys": keystrokes(word), "word": word}, word_schema())
        )
    writer.commit()
    writer.wait_merging_threads()


class EmbeddedVocabulary:
    """See ``search.understanding.vocabulary.Vocabulary``, of one commit.

    remembered: frequencies found since that commit, shared by all questions to it.
    """

    def __init__(
        self, documents: tantivy.Searcher, words: tantivy.Searcher, remembered: dict[str, int]
    ) -> None:
        self._documents, self._words, self._remembered = documents, words, remembered

    def frequency(self, word: str) -> int:
        found = self._remembered.get(word)
        if found is None:
            if len(self._remembered) > _MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[word] = self._count(word)
        return found

    def _count(self, word: str) -> int:
        if not any(self._documents.doc_freq(name, word) for name in WORD_FIELDS):
            return 0
        asked = schema.any_field(schema.document_schema(), WORD_FIELDS, word)
        return int(cast(Any, self._documents.search(_public(asked), 1, count=True)).count)

    def contains(self, text: str) -> bool:
        tokens = question_tokens(text)
        return bool(tokens.m) and all(map(self.frequency, tokens.m))

    def near(self, word: str, distance: int) -> list[str]:
        asked = tantivy.Query.fuzzy_term_query(word_schema(), "keys", keystrokes(word), distance, True)
        hits = self._words.search(asked, _MOST_NEAR, count=False).hits
        found = (str(self._words.doc(address).get_first("word")) for _, address in hits)
        return [other for other in found if other != word]

    def with_initials(self, typed: str) -> list[str]:
        pattern = "".join(f"{lead}[ㅏ-ㅣ][ㅏ-ㅣ]?[ㄱ-ㅎ]?[ㄱ-ㅎ]?" for lead in typed)
        asked = tantivy.Query.regex_query(word_schema(), "keys", pattern)
        hits = self._words.search(asked, _MOST_WITH_INITIALS, count=False).hits
        found = (str(self._words.doc(address).get_first("word")) for _, address in hits)
        # A consonant between two vowels belongs to either syllable in the order of typing.
        return [word for word in found if initials(word) == typed]

    def best_score(self, text: str) -> float:
        tokens = asked_tokens(EngineQuery(text, (_PUBLIC,)))
        if not tokens:
            return 0.0
        asked = schema.scoring_query(schema.document_schema(), DOCUMENT_WEIGHTS, tokens)
        hits = self._documents.search(_public(asked), 1, count=False).hits
        return float(hits[0][0]) if hits else 0.0


def _public(asked: tantivy.Query) -> tantivy.Query:
    return schema.both(schema.restricted(schema.document_schema(), "audience", (_PUBLIC,)), asked)
