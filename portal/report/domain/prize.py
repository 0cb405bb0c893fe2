"""A case in the order of the six criteria of the Seoul Smart City Prize, with what it does not say yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.report.domain.case_facts import CaseFacts, OutcomeRow

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# As the prize names them, in its order (evaluation criteria of the calls since 2023).
CRITERIA: tuple[StrOrPromise, ...] = (
    _("문제 인식과 혁신"),
    _("사업 설계"),
    _("예산·계획의 실현성"),
    _("실행"),
    _("학습·개선 노력"),
    _("성과와 파급효과"),
)
# The prize's categories for projects; which one fits is the applicant's choice.
CATEGORIES: tuple[StrOrPromise, ...] = (_("프로젝트: 사람 중심"), _("프로젝트: 기술 혁신"))


@dataclass(frozen=True)
class Item:
    """One question below a criterion. lines: what the case says; figures: its outcomes; both empty: a gap."""

    label: str
    lines: tuple[str, ...] = ()
    figures: tuple[OutcomeRow, ...] = ()

    @property
    def is_gap(self) -> bool:
        return not self.lines and not self.figures


@dataclass(frozen=True)
class Answer:
    """A criterion with its items."""

    criterion: str
    items: tuple[Item, ...]


def answers(facts: CaseFacts) -> tuple[Answer, ...]:
    """What the case says under each of the six criteria, in the language of `facts`, which must be the one in use."""
    resources = dict(facts.resources)
    head = dict(facts.head)
    budget = [gettext("예산"), gettext("기간"), gettext("인력"), gettext("법적 근거")]
    items = (
        (
            _item(gettext("사업 요약"), [facts.summary]),
            _item(gettext("문제"), facts.problem),
            _figures(gettext("배경 수치"), facts.outcomes, "context"),
            _item(gettext("기술과 주제"), [", ".join(facts.tags)]),
        ),
        (_item(gettext("접근"), facts.approach), _item(gettext("함께한 기관"), facts.partners)),
        tuple(_item(label, [resources.get(label, "")]) for label in budget),
        (
            _item(gettext("단계"), [head.get(gettext("단계"), "")]),
            _item(gettext("시작"), [head.get(gettext("시작"), "")]),
            _item(gettext("경과"), [f"{when} {what}" for when, what in facts.timeline]),
            _item(gettext("부서"), [facts.department]),
            _item(gettext("담당"), [facts.contact]),
        ),
        (_item(gettext("배운 점"), facts.learning), _item(gettext("옮겨 쓸 조건"), facts.transfer)),
        (
            _figures(gettext("효과 수치"), facts.outcomes, "effect"),
            _figures(gettext("산출 수치"), facts.outcomes, "output", ""),
            _item(gettext("다른 곳의 적용"), facts.adopted),
            _item(gettext("수상"), facts.awards),
        ),
    )
    return tuple(Answer(str(name), rows) for name, rows in zip(CRITERIA, items, strict=True))


def gaps(rows: Iterable[Answer]) -> list[str]:
    """What the case does not say, as "criterion: question"."""
    return [f"{row.criterion}: {item.label}" for row in rows for item in row.items if item.is_gap]


def gap_mark(label: str) -> str:
    """How a gap is marked in the draft: [미기재: 예산]."""
    return gettext("[미기재: %(label)s]") % {"label": label}


def _item(label: str, lines: Iterable[str]) -> Item:
    return Item(label, tuple(line for line in lines if line))


def _figures(label: str, outcomes: tuple[OutcomeRow, ...], *types: str) -> Item:
    return Item(label, figures=tuple(row for row in outcomes if row.type in types))
