"""From the keys an engine found to results: rows, the last check of rights, passages with their places."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.functions import Left
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from search import registry
from search.engines.base import EngineHit, PassageHit
from search.korean.question import QuestionTokens
from search.models import SearchDocument, SearchPassage
from search.records import document_key
from search.snippets import marked, snippet

PASSAGES_PER_RESULT = 3

# Where a page names its sources: their titles repeat its words and say nothing of their own.
_LAST_LOCATOR = "section=sources"
# How much of a document without a located passage is read for its snippet.
_LEAD = 400


@dataclass(frozen=True)
class ResultPassage:
    """html and text: the snippet; heading: its place as readers know it, "" at the top of the document."""

    html: SafeString
    text: str
    heading: str
    locator: str
    url: str


@dataclass(frozen=True)
class Result:
    key: str
    external_id: str
    kind: str
    kind_label: str
    title: str
    title_html: SafeString
    url: str
    districts: tuple[str, ...]
    tags: tuple[str, ...]
    field: str
    date: datetime.date | None
    date_precision: str
    licence: str
    score: float
    passages: tuple[ResultPassage, ...]


def located_url(url: str, locator: str) -> str:
    """``section=outcomes`` -> ``url#outcomes``; ``t=754`` -> ``url?t=754``."""
    if not locator:
        return url
    name, _, value = locator.partition("=")
    return f"{url}#{value}" if name == "section" else f"{url}?{locator}"


def visible_documents(
    hits: Sequence[EngineHit], audiences: Sequence[str], viewer: Any
) -> dict[str, SearchDocument]:
    """key -> row of those hits that this viewer may see now, by the database. A few queries per kind."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for hit in hits:
        kind, _, object_id = hit.key.rpartition(":")
        by_kind[kind].append(int(object_id))
    wanted = Q()
    for kind, ids in by_kind.items():
        wanted |= Q(kind=kind, object_id__in=ids)
    if not by_kind:
        return {}
    rows = SearchDocument.objects.filter(wanted, deleted=False, audience__in=audiences)
    found = list(rows.defer("body").annotate(lead=Left("body", _LEAD)))
    searchables = registry.current().kinds()
    allowed: set[str] = set()
    for kind, searchable in searchables.items():
        ids = [row.object_id for row in found if row.kind == kind]
        if ids:
            allowed.update(document_key(kind, object_id) for object_id in searchable.visible(ids, viewer))
    return {row.key: row for row in found if row.key in allowed}


def build_results(
    hits: Sequence[EngineHit],
    documents: Mapping[str, SearchDocument],
    located: Mapping[str, Sequence[PassageHit]],
    question: QuestionTokens,
) -> list[Result]:
    """The results of a page in the engine's order. One query."""
    passages = _passage_rows(documents, located)
    labels = {kind: str(item.label) for kind, item in registry.current().kinds().items()}
    return [
        _result(hit, documents[hit.key], passages.get(hit.key, []), question, labels)
        for hit in hits
        if hit.key in documents
    ]


def _passage_rows(
    documents: Mapping[str, SearchDocument], located: Mapping[str, Sequence[PassageHit]]
) -> dict[str, list[SearchPassage]]:
    """The rows to show of the located passages, best first. A passage rewritten meanwhile is left out."""
    wanted = Q()
    for key, hits in located.items():
        if key in documents:
            wanted |= Q(document_id=documents[key].pk, ordinal__in=[hit.ordinal for hit in hits])
    if not wanted:
        return {}
    rows = {(row.document_id, row.ordinal): row for row in SearchPassage.objects.filter(wanted)}
    result = {}
    for key, hits in located.items():
        if key in documents:
            places = [(documents[key].pk, hit.ordinal) for hit in hits]
            found = sorted((rows[place] for place in places if place in rows), key=_is_last)
            result[key] = found[:PASSAGES_PER_RESULT]
    return result


def _is_last(row: SearchPassage) -> bool:
    return row.locator == _LAST_LOCATOR


def _result(
    hit: EngineHit,
    document: SearchDocument,
    passages: Sequence[SearchPassage],
    question: QuestionTokens,
    labels: Mapping[str, str],
) -> Result:
    english = get_language() == "en"
    title = (document.title_en or document.title) if english else (document.title or document.title_en)
    url = f"/en{document.url}" if english and document.url.startswith("/") else document.url
    return Result(
        key=document.key,
        external_id=document.external_id,
        kind=document.kind,
        kind_label=labels.get(document.kind, document.kind),
        title=title,
        title_html=marked(title, question),
        url=url,
        districts=tuple(document.districts),
        tags=tuple(document.tags),
        field=document.field,
        date=document.date,
        date_precision=document.date_precision,
        licence=document.licence,
        score=hit.score,
        passages=tuple(_passages(document, passages, question, url)),
    )


def _passages(
    document: SearchDocument, rows: Sequence[SearchPassage], question: QuestionTokens, url: str
) -> list[ResultPassage]:
    if not rows:
        text = getattr(document, "lead", "")
        lead = snippet(text.rpartition(" ")[0] if len(text) == _LEAD else text, question)
        return [ResultPassage(lead.html, lead.text, "", "", url)] if lead.text else []
    return [_passage(row, question, url) for row in rows]


def _passage(row: SearchPassage, question: QuestionTokens, url: str) -> ResultPassage:
    found = snippet(row.text, question)
    heading = gettext(row.heading) if row.heading else ""
    return ResultPassage(found.html, found.text, heading, row.locator, located_url(url, row.locator))
