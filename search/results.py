"""From the keys an engine found to results: rows, the last check of rights, passages with their places."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models.functions import Left
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from search import registry
from search.audience import visible_page_ids
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


class FoundDocument(NamedTuple):
    """The columns of a SearchDocument that a result shows. Plain tuples: a page of results is read on every search."""

    pk: int
    kind: str
    object_id: int
    external_id: str
    title: str
    title_en: str
    url: str
    date: datetime.date | None
    date_precision: str
    licence: str
    districts: list[str]
    tags: list[str]
    field: str

    @property
    def key(self) -> str:
        return document_key(self.kind, self.object_id)


class FoundPassage(NamedTuple):
    """The columns of a SearchPassage that a result shows."""

    document_id: int
    ordinal: int
    locator: str
    heading: str
    text: str


def located_url(url: str, locator: str) -> str:
    """``section=outcomes`` -> ``url#outcomes``; ``t=754`` -> ``url?t=754``."""
    if not locator:
        return url
    name, _, value = locator.partition("=")
    return f"{url}#{value}" if name == "section" else f"{url}?{locator}"


def visible_documents(
    hits: Sequence[EngineHit], audiences: Sequence[str], viewer: Any
) -> dict[str, FoundDocument]:
    """key -> row of those hits that this viewer may see now, by the database. A few queries per kind."""
    if not hits:
        return {}
    keys = {hit.key for hit in hits}
    # One plain condition per column; what it finds beyond the keys (another kind's id) is dropped here.
    kinds, ids = zip(*(key.rsplit(":", 1) for key in keys), strict=True)
    rows = SearchDocument.objects.filter(
        kind__in=set(kinds), object_id__in=set(map(int, ids)), deleted=False, audience__in=audiences
    )
    found = [
        row for row in map(FoundDocument._make, rows.values_list(*FoundDocument._fields)) if row.key in keys
    ]
    searchables = registry.current().kinds()
    page_kinds = {
        kind
        for kind, item in searchables.items()
        if registry.source_of(item) == registry.PAGE_SOURCE and not getattr(item, "own_rule", False)
    }
    pages = [row for row in found if row.kind in page_kinds]
    # Pages follow one rule and are asked about together, unless their kind has a rule of its own.
    seen = visible_page_ids([row.object_id for row in pages], viewer) if pages else set()
    allowed = {row.key for row in pages if row.object_id in seen}
    for kind in ({row.kind for row in found} - page_kinds) & searchables.keys():
        asked = [row.object_id for row in found if row.kind == kind]
        allowed.update(
            document_key(kind, object_id) for object_id in searchables[kind].visible(asked, viewer)
        )
    return {row.key: row for row in found if row.key in allowed}


def build_results(
    hits: Sequence[EngineHit],
    documents: Mapping[str, FoundDocument],
    located: Mapping[str, Sequence[PassageHit]],
    question: QuestionTokens,
) -> list[Result]:
    """The results of a page in the engine's order. One query, one more for documents without a located passage."""
    passages = _passage_rows(documents, located)
    leads = _leads([document.pk for key, document in documents.items() if not passages.get(key)])
    labels = {kind: str(item.label) for kind, item in registry.current().kinds().items()}
    return [
        _result(hit, documents[hit.key], passages.get(hit.key, []), leads, question, labels)
        for hit in hits
        if hit.key in documents
    ]


def _passage_rows(
    documents: Mapping[str, FoundDocument], located: Mapping[str, Sequence[PassageHit]]
) -> dict[str, list[FoundPassage]]:
    """The rows to show of the located passages, best first. A passage rewritten meanwhile is left out."""
    wanted = {
        (documents[key].pk, hit.ordinal) for key, hits in located.items() if key in documents for hit in hits
    }
    if not wanted:
        return {}
    found_rows = SearchPassage.objects.filter(
        document_id__in={pk for pk, _ in wanted}, ordinal__in={ordinal for _, ordinal in wanted}
    ).order_by()
    tuples = map(FoundPassage._make, found_rows.values_list(*FoundPassage._fields))
    rows = {(row.document_id, row.ordinal): row for row in tuples}
    result = {}
    for key, hits in located.items():
        if key in documents:
            places = [(documents[key].pk, hit.ordinal) for hit in hits]
            found = sorted((rows[place] for place in places if place in rows), key=_is_last)
            result[key] = found[:PASSAGES_PER_RESULT]
    return result


def _leads(ids: Sequence[int]) -> dict[int, str]:
    """How the text of these documents begins, by the id of the row."""
    if not ids:
        return {}
    return dict(SearchDocument.objects.filter(pk__in=ids).values_list("pk", Left("body", _LEAD)))


def _is_last(row: FoundPassage) -> bool:
    return row.locator == _LAST_LOCATOR


def _result(
    hit: EngineHit,
    document: FoundDocument,
    passages: Sequence[FoundPassage],
    leads: Mapping[int, str],
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
        passages=tuple(_passages(leads.get(document.pk, ""), passages, question, url)),
    )


def _passages(
    text: str, rows: Sequence[FoundPassage], question: QuestionTokens, url: str
) -> list[ResultPassage]:
    if not rows:
        lead = snippet(text.rpartition(" ")[0] if len(text) == _LEAD else text, question)
        return [ResultPassage(lead.html, lead.text, "", "", url)] if lead.text else []
    return [_passage(row, question, url) for row in rows]


def _passage(row: FoundPassage, question: QuestionTokens, url: str) -> ResultPassage:
    found = snippet(row.text, question)
    heading = gettext(row.heading) if row.heading and get_language() != "ko" else row.heading
    return ResultPassage(found.html, found.text, heading, row.locator, located_url(url, row.locator))
