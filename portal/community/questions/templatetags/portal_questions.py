"""Questions at their place on pages of other rooms, and the way to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from wagtail.models import Page

from portal.community.questions.domain import shown
from portal.community.questions.domain.subjects import Subject
from portal.community.questions.models import Question
from portal.core.models import PortalDocument
from portal.core.templatetags.portal_links import local_url

register = template.Library()


@register.simple_tag
def questions_on_lecture(lecture: Page, parts: Iterable[Any] = ()) -> shown.OnPage:
    """Of a lecture; `parts`: its transcript, beside whose paragraphs they stand. One query."""
    return shown.on_page(
        lecture, "lecture", moments=[p.seconds for part in parts or () for p in part.paragraphs]
    )


@register.simple_tag
def questions_on_case(case: Page, sections: Iterable[Any] = ()) -> shown.OnPage:
    """Of a case; `sections`: those that are shown. One query."""
    return shown.on_page(case, "case", sections=[section["id"] for section in sections])


@register.simple_tag
def questions_on_file(document: PortalDocument, blocks: Iterable[Any] = ()) -> shown.OnPage:
    """Of an attachment; `blocks`: those of its preview that are shown. One query."""
    return shown.on_document(document, [block.anchor for block in blocks])


@register.simple_tag
def questions_beside(asked: shown.OnPage | str, anchor: str) -> Sequence[Question]:
    """Those that stand at an anchor; none on pages without questions (a preview)."""
    return asked.beside.get(anchor, ()) if isinstance(asked, shown.OnPage) else ()


@register.simple_tag
def question_place_url(question: Question, subject: Subject) -> str:
    """The place that it was asked at, in the reader's language; the question itself where it stands there."""
    address = subject.place_url(question.locator)
    if question.is_public:
        address = f"{address.partition('#')[0]}#q{question.pk}"
    return local_url(address)
