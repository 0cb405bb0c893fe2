"""A case as plain text in one language: what every document made from it is filled with."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from districts.domain.case_pages import unknowns
from districts.enums import OutcomeType, Stage
from portal.core.searchable import plain
from portal.core.tagging import tags_by_item
from portal.core.templatetags.portal_format import krw, number, with_unit
from portal.report.domain.materials import of_page, read_sources
from portal.report.domain.wording import clean, licence_text, report_date, short_url

if TYPE_CHECKING:
    from districts.models import CaseStudy

Pair = tuple[str, str]
# For a case without a revision, which no editor and no import makes.
NEVER = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class OutcomeRow:
    """One figure. type: "effect", "output", "context"; type_label as readers know it; "" where nothing is known."""

    type: str
    type_label: str
    metric: str
    value: str
    baseline: str
    as_of: str
    method: str


@dataclass(frozen=True)
class CaseFacts:
    """Everything is one line of clean text. original_title: the Korean one where `title` is English.

    problem, approach, learning, transfer: paragraphs; head, resources: (label, value); timeline: (when, what).
    changed: when the case was published last.
    """

    language: str
    title: str
    original_title: str
    summary: str
    note: str
    head: tuple[Pair, ...]
    problem: tuple[str, ...]
    approach: tuple[str, ...]
    timeline: tuple[Pair, ...]
    outcomes: tuple[OutcomeRow, ...]
    resources: tuple[Pair, ...]
    learning: tuple[str, ...]
    transfer: tuple[str, ...]
    adopted: tuple[str, ...]
    partners: tuple[str, ...]
    awards: tuple[str, ...]
    tags: tuple[str, ...]
    contact: str
    department: str
    sources: tuple[str, ...]
    licence: str
    address: str
    unknown: tuple[str, ...]
    changed: datetime.datetime


def facts_of(case: CaseStudy, request: HttpRequest) -> CaseFacts:
    """The facts of a case in the language in use. Three queries at most."""
    from districts.models import CaseTag

    english = get_language() == "en"
    title = clean(case.local_title)
    return CaseFacts(
        language="en" if english else "ko",
        title=title,
        original_title=clean(case.title) if english and case.title_en else "",
        summary=clean(case.local_summary),
        note=clean(case.note),
        head=_head(case),
        problem=_paragraphs(plain(case.problem)),
        approach=_paragraphs(plain(case.approach)),
        timeline=tuple((report_date(b.value["when"]), clean(b.value["what"])) for b in case.timeline),
        outcomes=tuple(_outcome(block.value) for block in case.outcomes),
        resources=_resources(case),
        learning=_paragraphs(plain(case.learning)),
        transfer=_paragraphs(plain(case.transfer)),
        adopted=tuple(_adoption(block.value) for block in case.adopted_by),
        partners=_paragraphs(case.partners),
        awards=_paragraphs(case.awards),
        tags=tuple(clean(tag.label) for tag in tags_by_item(CaseTag, [case.pk]).get(case.pk, [])),
        contact=clean(case.contact),
        department=clean(case.department),
        sources=tuple(dict.fromkeys(source.text() for source in read_sources(case.sources))),
        licence=licence_text(case.licence),
        address=short_url(of_page(case).place(), request),
        unknown=tuple(map(str, unknowns(case))),
        changed=case.last_published_at or case.latest_revision_created_at or NEVER,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return _known(clean(line) for line in text.splitlines())


def _known(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _pairs(*pairs: Pair) -> tuple[Pair, ...]:
    return tuple((label, clean(value)) for label, value in pairs if clean(value))


def _head(case: CaseStudy) -> tuple[Pair, ...]:
    owners = [case.district.label] if case.district else [gettext("서울시 전체")]
    owners += [district.label for district in case.co_districts.all()]
    year = gettext("%(year)s년") % {"year": case.year_started} if case.year_started else ""
    date = report_date(case.date, case.date_precision) if case.date else gettext("날짜 미상")
    stage = str(case.get_stage_display()) if case.stage != Stage.UNKNOWN else ""
    return _pairs(
        (gettext("자치구"), ", ".join(owners)),
        (gettext("분야"), str(case.get_field_display()) if case.field else ""),
        (gettext("단계"), stage),
        (gettext("시작"), year),
        (gettext("자료 기준일"), date),
    )


def _resources(case: CaseStudy) -> tuple[Pair, ...]:
    cost = [krw(case.cost_krw) if case.cost_krw is not None else "", case.cost_note]
    return _pairs(
        (gettext("예산"), " · ".join(part for part in cost if part)),
        (gettext("기간"), case.period),
        (gettext("인력"), case.staff),
        (gettext("법적 근거"), case.legal_basis),
    )


def _outcome(value: Any) -> OutcomeRow:
    kind = value["type"] if value.get("type") in OutcomeType.values else ""
    return OutcomeRow(
        type=kind,
        type_label=str(OutcomeType(kind).label) if kind else "",
        metric=clean(value.get("metric")),
        value=clean(with_unit(value.get("result"), value.get("unit"))),
        baseline=clean(number(value.get("baseline") or "")),
        as_of=report_date(value.get("as_of") or ""),
        method=clean(value.get("method")),
    )


def _adoption(value: Any) -> str:
    how, when = clean(value.get("how")), report_date(value.get("when") or "")
    return ": ".join(filter(None, [clean(value.who_and_relation), ", ".join(filter(None, [how, when]))]))
