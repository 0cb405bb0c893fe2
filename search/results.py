"""From the keys an engine found to results: rows, the last check of rights, passages with their places."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models.functions import Left
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from search import registry
from search.audience import visible_page_ids
from search.engines.base import EngineHit, PassageHit
from search.korean.question import QuestionTokens
from search.models import SearchDocument, SearchPassage
from search.places import CAPTIONS, clock, located_url, name_of, numbers_of, place_of
from search.records import document_key
from search.registry import Parent
from search.snippets import marked, snippet

PASSAGES_PER_RESULT = 3
#: So many places of a document are asked for; those in a recording are all shown on its timeline.
PLACES_PER_RESULT = 12

# Where a page names its sources: their titles repeat its words and say nothing of their own.
_LAST_LOCATOR = "section=sources"
# How much of a document without a located passage is read for its snippet.
_LEAD = 400


@dataclass(frozen=True)
class ResultPassage:
    """html and text: the snippet; heading: what stands above it, "" at the top of the document.

    place: where it is inside a recording or a file ("강연 12:34", "첨부 3쪽"), "" elsewhere.
    """

    html: SafeString
    text: str
    heading: str
    locator: str
    url: str
    place: str = ""


@dataclass(frozen=True)
class Moment:
    """A hit in a recording. share: how far along the stretch that the hits cover, in per mille."""

    seconds: int
    place: str
    text: str
    url: str
    share: int

    @property
    def mark(self) -> int:
        """Where its mark begins on a line of 1,000 from 10 on."""
        return self.share + 6


@dataclass(frozen=True)
class Result:
    """parent: what it stands under, for an attachment; moments: hits in a recording in order of time, if several."""

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
    parent: Parent | None = None
    moments: tuple[Moment, ...] = ()


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
    viewer: Any = None,
) -> list[Result]:
    """The results of a page in the engine's order.

    One query; one more for documents without a located passage, a few for attachments, one for recordings with
    several places.
    """
    found = _passage_rows(documents, located)
    passages = {key: _shown(rows) for key, rows in found.items()}
    leads = _leads([document.pk for key, document in documents.items() if not passages.get(key)])
    beside = _Beside(_parents(documents.values(), viewer), _moments(documents, found, question))
    labels = {kind: str(item.label) for kind, item in registry.current().kinds().items()}
    return [
        _result(hit, documents[hit.key], passages.get(hit.key, []), leads, question, labels, beside)
        for hit in hits
        if hit.key in documents
    ]


def _passage_rows(
    documents: Mapping[str, FoundDocument], located: Mapping[str, Sequence[PassageHit]]
) -> dict[str, list[FoundPassage]]:
    """The rows of the located passages, best first. A passage rewritten meanwhile is left out."""
    # One more than is shown: the list of sources gives way to a passage that says something.
    wanted = {
        (documents[key].pk, hit.ordinal)
        for key, hits in located.items()
        if key in documents
        for rank, hit in enumerate(hits)
        if rank <= PASSAGES_PER_RESULT or place_of(hit.locator) == CAPTIONS
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
            result[key] = [rows[place] for place in places if place in wanted and place in rows]
    return result


def _shown(rows: Sequence[FoundPassage]) -> list[FoundPassage]:
    return sorted(rows[: PASSAGES_PER_RESULT + 1], key=_is_last)[:PASSAGES_PER_RESULT]


class _Beside(NamedTuple):
    """By key: what a document stands under, and its moments."""

    parents: Mapping[str, Parent]
    moments: Mapping[str, tuple[Moment, ...]]


def _parents(documents: Iterable[FoundDocument], viewer: Any) -> dict[str, Parent]:
    asked: dict[str, list[int]] = {}
    for document in documents:
        asked.setdefault(document.kind, []).append(document.object_id)
    found: dict[str, Parent] = {}
    for kind, searchable in registry.current().kinds().items():
        parents = getattr(searchable, "parents", None)
        if parents is not None and kind in asked:
            found |= {document_key(kind, pk): parent for pk, parent in parents(asked[kind], viewer).items()}
    return found


def _moments(
    documents: Mapping[str, FoundDocument],
    found: Mapping[str, Sequence[FoundPassage]],
    question: QuestionTokens,
) -> dict[str, tuple[Moment, ...]]:
    """The places in a recording of those documents that have several, in order of time."""
    spoken = {key: [row for row in rows if place_of(row.locator) == CAPTIONS] for key, rows in found.items()}
    spoken = {key: rows for key, rows in spoken.items() if len(rows) > 1}
    if not spoken:
        return {}
    ends: dict[int, int] = {}
    every = SearchPassage.objects.filter(
        document_id__in=[documents[key].pk for key in spoken], locator__startswith="t="
    ).order_by()
    for pk, locator in every.values_list("document_id", "locator"):
        ends[pk] = max(ends.get(pk, 1), numbers_of(locator).get("t", 0))
    return {
        key: tuple(
            _moment(row, ends.get(row.document_id, 1), _local(documents[key].url), question)
            for row in sorted(rows, key=lambda row: numbers_of(row.locator).get("t", 0))
        )
        for key, rows in spoken.items()
    }


def _moment(row: FoundPassage, end: int, url: str, question: QuestionTokens) -> Moment:
    seconds = numbers_of(row.locator).get("t", 0)
    text = snippet(row.text, question).text
    share = 1000 * min(seconds, end) // max(end, 1)
    return Moment(seconds, clock(seconds), text, located_url(url, row.locator), share)


def _local(url: str) -> str:
    return f"/en{url}" if get_language() == "en" and url.startswith("/") else url


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
    beside: _Beside,
) -> Result:
    english = get_language() == "en"
    title = (document.title_en or document.title) if english else (document.title or document.title_en)
    url = _local(document.url)
    parent = beside.parents.get(document.key)
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
        parent=replace(parent, url=_local(parent.url)) if parent else None,
        moments=beside.moments.get(document.key, ()),
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
    place = name_of(row.locator)
    if place_of(row.locator) == CAPTIONS:
        # The place says the time already.
        heading = heading.removeprefix(clock(numbers_of(row.locator).get("t", 0))).strip()
    return ResultPassage(found.html, found.text, heading, row.locator, located_url(url, row.locator), place)
