"""What questions give to the search index: one document per published question, under what it was asked on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.community.questions.domain.shown import visible
from portal.community.questions.domain.subjects import KINDS, place_name
from portal.community.questions.enums import Status
from portal.community.questions.models import Question, SpeakerContact
from search import registry
from search.models import SearchDocument
from search.places import located_url
from search.records import DocumentRecord, PassageRecord
from search.registry import DocumentRef, Parent

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class QuestionSearchable:
    """Published questions with their answers.

    Each is made from the row of what it was asked on, so that it is found by whoever finds that, and by nobody else.
    """

    kind = "question"
    label: StrOrPromise = _("질문")
    model: type[Any] = Question

    def build(self, ids: Sequence[int]) -> dict[int, DocumentRecord]:
        found = list(Question.objects.filter(pk__in=list(ids), status=Status.PUBLISHED))
        rows = _subject_rows(found)
        return {
            question.pk: _record(question, rows[question.subject_key])
            for question in found
            if question.subject_key in rows and rows[question.subject_key].audience
        }

    def visible(self, ids: Sequence[int], viewer: Any) -> set[int]:
        """Those that are published on a page or file that the viewer may see."""
        found = visible(Question.objects.filter(pk__in=list(ids)), viewer)
        return set(found.values_list("pk", flat=True))

    def parents(self, ids: Sequence[int], viewer: Any) -> dict[int, Parent]:
        """The place that each was asked at: title and address lead to the moment, section or page."""
        found = list(visible(Question.objects.filter(pk__in=list(ids)), viewer))
        rows = _subject_rows(found)
        return {
            question.pk: _parent(question, rows[question.subject_key])
            for question in found
            if question.subject_key in rows
        }

    def all_ids(self) -> Iterable[int]:
        found = Question.objects.filter(status=Status.PUBLISHED)
        return found.order_by("pk").values_list("pk", flat=True)


def _subject_rows(questions: Sequence[Question]) -> dict[str, SearchDocument]:
    """Rows in the index of what was asked on, by key. One query."""
    ids = [question.page_id or question.document_id or 0 for question in questions]
    rows = SearchDocument.objects.filter(kind__in=KINDS, object_id__in=ids, deleted=False).defer("body")
    return {row.key: row for row in rows}


def _record(question: Question, row: SearchDocument) -> DocumentRecord:
    with override("ko"):
        url = reverse("questions:question", args=[question.pk])
        place = place_name(question.locator)
    parts = (
        ("", place, "\n".join(filter(None, [question.title, question.text]))),
        ("section=answer", question.answered_as, question.answer),
    )
    passages = tuple(PassageRecord(number, *part) for number, part in enumerate(parts) if part[2].strip())
    day = localtime(question.published_at).date() if question.published_at else None
    return DocumentRecord(
        kind=QuestionSearchable.kind,
        object_id=question.pk,
        external_id="",
        title=question.title,
        title_en="",
        url=url,
        body="\n".join(passage.text for passage in passages),
        date=day,
        year=day.year if day else None,
        licence="none",
        districts=tuple(row.districts),
        tags=tuple(row.tags),
        field=row.field,
        audience=row.audience,
        passages=passages,
    )


def _parent(question: Question, row: SearchDocument) -> Parent:
    place = place_name(question.locator)
    tail = f" · {place}" if place else ""
    english = f"{row.title_en}{tail}" if row.title_en else ""
    return Parent(f"{row.title}{tail}", english, located_url(row.url, question.locator))


def _of_subjects(changed: Sequence[DocumentRef]) -> Iterable[DocumentRef]:
    """The questions on pages and files whose rows changed."""
    files = [pk for kind, pk in changed if kind == "attachment"]
    pages = [pk for kind, pk in changed if kind in KINDS and kind != "attachment"]
    if not files and not pages:
        return []
    found = Question.objects.filter(Q(page__in=pages) | Q(document__in=files), status=Status.PUBLISHED)
    return [(QuestionSearchable.kind, pk) for pk in found.order_by("pk").values_list("pk", flat=True)]


def connect() -> None:
    registry.register(QuestionSearchable())
    registry.register_followers(_of_subjects)
    registry.exclude(SpeakerContact, "where speakers get mail is nobody's business but the office's")
