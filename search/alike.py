"""What reads on from a document: others that say much the same, and what else could be searched for.

Lucene's own "more like this" weighs words by all documents of the index, so a hidden one could change the order that
everybody sees. Here the words are weighed by documents open to all, and every engine only adds up what it is given
(docs/decisions/0016-alike-and-suggestions.md).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import get_language

from search import registry
from search.audience import viewer_keys
from search.engines import embedded_engine
from search.engines.base import AlikeQuery, EngineHit
from search.facets import FacetVocabulary
from search.failover import Failover
from search.korean.dictionary import Dictionary, current
from search.korean.tokens import token_fields
from search.models import SearchDocument
from search.records import document_key
from search.results import FoundDocument, visible_documents
from search.suggest.source import current as suggested
from search.understanding.vocabulary import Vocabulary

Terms = tuple[tuple[str, float], ...]

# What a document is about stands at its beginning.
_LEAD = 2_000
_MOST_TERMS = 30
# A word in as many documents says about as much as nothing.
_COMMON = 1_000
_IN_TITLE = 2.0
# Documents that have less of what the terms count in all say something else.
_LEAST_SHARE = 0.25
# Figures, people and editions stand beside what they belong to; by their words they would be alike to everything.
_KINDS = ("case", "lecture", "term", "guide", "attachment")
_MOST_HITS = 40


@dataclass(frozen=True)
class Alike:
    """A document that says much the same. url: of the Korean page."""

    key: str
    kind: str
    kind_label: str
    title: str
    title_en: str
    url: str
    districts: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def shown_title(self) -> str:
        """In the reader's language, where there is one."""
        return (self.title_en or self.title) if get_language() == "en" else self.title


def key_of_object(item: Any) -> str:
    """The key of the document of a page or record; "" for one that is not searched."""
    found = registry.current().of_model(type(item))
    return document_key(found[0].kind, item.pk) if found and item.pk else ""


def alike(key: str, viewer: Any, limit: int, but: Collection[str] = ()) -> list[Alike]:
    """Up to ``limit`` documents that have most in common with that of ``key``, as far as ``viewer`` may see them.

    ``but``: keys of what is shown anyway. Empty while no engine answers. The last check is the database's.
    """
    kind, _, number = key.rpartition(":")
    if not kind or limit < 1:
        return []
    row = SearchDocument.objects.filter(kind=kind, object_id=number, deleted=False).first()
    nothing: Terms = ()
    terms = embedded_engine().consult(partial(_terms, row), nothing) if row else nothing
    if not terms:
        return []
    audiences = tuple(viewer_keys(viewer))
    query = AlikeQuery(key, terms, audiences, _MOST_HITS)
    none: list[EngineHit] = []
    least = _LEAST_SHARE * sum(weight for _, weight in terms)
    hits = [
        hit
        for hit in Failover().ask(lambda engine: engine.alike(query), none)
        if hit.score >= least and hit.key not in but and hit.key.partition(":")[0] in _KINDS
    ][: 2 * limit]
    documents = visible_documents(hits, audiences, viewer)
    labels = {kind: str(item.label) for kind, item in registry.current().kinds().items()}
    return [_alike(documents[hit.key], labels) for hit in hits if hit.key in documents][:limit]


@dataclass(frozen=True)
class Further:
    """Something else to search for. text: in the reader's language; url: of a search that finds something."""

    text: str
    url: str


def further(tags: Collection[str], limit: int) -> list[Further]:
    """Searches for the first of these tags that documents open to all carry."""
    known, vocabulary = suggested().tags, FacetVocabulary()
    return [
        Further(vocabulary.label("tag", tag), f"/search/?{urlencode({'tag': tag})}")
        for tag in tags
        if known[tag]
    ][:limit]


def further_tags(found: Sequence[Alike], own: Collection[str]) -> list[str]:
    """Tags of documents that are alike beyond those that are there already, the most frequent first."""
    counted = Counter(tag for document in found for tag in document.tags if tag not in own)
    return [tag for tag, _ in counted.most_common()]


def _alike(document: FoundDocument, labels: dict[str, str]) -> Alike:
    return Alike(
        key=document.key,
        kind=document.kind,
        kind_label=labels.get(document.kind, document.kind),
        title=document.title,
        title_en=document.title_en,
        url=document.url,
        districts=tuple(document.districts),
        tags=tuple(document.tags),
    )


def _terms(row: SearchDocument, vocabulary: Vocabulary) -> Terms:
    """The words that say most about a document, with what each counts by the documents open to all."""
    title, counted = _words(row.title, row.body[:_LEAD], current())
    # A word that only the document itself has leads nowhere.
    least = 2 if row.audience == "public" else 1
    weights = {}
    for word, times in counted:
        documents = vocabulary.frequency(word)
        if documents >= least:
            weight = (1 + math.log(times)) * math.log1p(_COMMON / documents)
            weights[word] = round(weight * (_IN_TITLE if word in title else 1.0), 3)
    best = sorted(weights, key=lambda word: (-weights[word], word))[:_MOST_TERMS]
    return tuple((word, weights[word]) for word in best)


@lru_cache(maxsize=512)
def _words(
    title: str, body: str, dictionary: Dictionary
) -> tuple[frozenset[str], tuple[tuple[str, int], ...]]:
    """The words of the title, and every word with how often it occurs; single syllables say nothing."""
    named, said = token_fields(title).m.split(), token_fields(body).m.split()
    counted = Counter(word for word in [*named, *said] if len(word) > 1)
    return frozenset(named), tuple(counted.items())
