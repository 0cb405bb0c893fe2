"""Published questions as readers see them: on their page, on their own, and in the list of all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from portal.community.questions.domain.subjects import ATTACHMENT
from portal.community.questions.enums import Status
from portal.community.questions.models import Question
from portal.core import file_access
from portal.core.models import PortalDocument
from search.audience import visible_pages
from search.places import anchor_of, numbers_of, parts_of


@dataclass
class OnPage:
    """The published questions of a page: all of them, and by the anchor that they stand at."""

    key: str
    questions: Sequence[Question] = ()
    beside: dict[str, list[Question]] = field(default_factory=dict)

    @property
    def elsewhere(self) -> list[Question]:
        """Those that stand at no anchor of this page."""
        placed = {question.pk for found in self.beside.values() for question in found}
        return [question for question in self.questions if question.pk not in placed]


def on_page(page: Page, kind: str, moments: Sequence[int] = (), sections: Iterable[str] = ()) -> OnPage:
    """Of a page that the reader sees. One query.

    moments: the seconds at which paragraphs begin (anchor "t754"); sections: ids of sections that are there.
    """
    # A page that was never saved has no key yet.
    found = OnPage(f"{kind}:{page.pk}", list(_published().filter(page_id=page.pk)) if page.pk else [])
    starts, known = sorted(moments), set(sections)
    for question in found.questions:
        second = numbers_of(question.locator).get("t")
        section = parts_of(question.locator).get("section", "")
        if second is not None and starts:
            anchor = f"t{starts[max(0, bisect_right(starts, second) - 1)]}"
        else:
            anchor = section if section in known else ""
        if anchor:
            found.beside.setdefault(anchor, []).append(question)
    return found


def on_document(document: PortalDocument, anchors: Iterable[str]) -> OnPage:
    """Of a file that the reader may have; `anchors`: of the blocks of its preview that are shown. One query."""
    found = OnPage(f"{ATTACHMENT}:{document.pk}", list(_published().filter(document_id=document.pk)))
    known = set(anchors)
    for question in found.questions:
        numbers = numbers_of(question.locator)
        anchor = f"t{numbers.get('table', 1)}" if "row" in numbers else anchor_of(question.locator)
        if anchor in known:
            found.beside.setdefault(anchor, []).append(question)
    return found


def _published() -> QuerySet[Question]:
    return with_rest(Question.objects.filter(status=Status.PUBLISHED)).order_by("published_at", "pk")


def with_rest(questions: QuerySet[Question]) -> QuerySet[Question]:
    """With everything that a row shows besides its own columns."""
    return questions.select_related("district", "page", "document")


def visible(questions: QuerySet[Question], viewer: Any) -> QuerySet[Question]:
    """Published ones whose page or attachment `viewer` may see. A few queries for any number."""
    shown = questions.filter(status=Status.PUBLISHED)
    ids = list(shown.exclude(document=None).values_list("document_id", flat=True).distinct())
    files = readable_files(ids, viewer) if ids else set()
    pages = visible_pages(Page.objects.all(), viewer).values("pk")
    return shown.filter(Q(page__in=pages) | Q(document__in=files))


def readable_files(ids: Sequence[int], viewer: Any) -> set[int]:
    """Those of the files that `viewer` may read, on a page that `viewer` may see."""
    readable = file_access.readable(PortalDocument.objects.filter(pk__in=ids), viewer)
    return readable & file_access.parents(readable, viewer).keys() if readable else set()
