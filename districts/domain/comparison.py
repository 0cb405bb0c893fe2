"""Two to four cases beside each other, row by row, with what differs and what is unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from districts.domain.cases import visible_cases, with_tags
from districts.enums import OutcomeType, Stage
from districts.models import CaseStudy
from districts.searchable import outcome_line
from portal.core.searchable import plain
from portal.core.templatetags.portal_format import krw, local_date

FEWEST, MOST = 2, 4
_READ = 50  # ids looked at; nobody types more
_ID = re.compile(r"[0-9]{1,18}")


class Item(NamedTuple):
    """A line of a cell, with an address where it leads somewhere."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Row:
    """One thing asked of every case; a cell without items is unknown."""

    key: str
    label: StrOrPromise
    cells: list[list[Item]]

    @property
    def differs(self) -> bool:
        """Whether the cells do not all say the same; known beside unknown differs too."""
        return len({tuple(_same(item.text) for item in cell) for cell in self.cells}) > 1

    @property
    def unknown_everywhere(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True)
class Choice:
    """The cases that a reader asked for and may see, in their order, and what was left out."""

    cases: list[CaseStudy]
    notices: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[int]:
        return [case.pk for case in self.cases]

    @property
    def enough(self) -> bool:
        return len(self.cases) >= FEWEST


def choose(values: Sequence[str], viewer: Any) -> Choice:
    """The cases for the ids written in an address. Ids of nothing and of what is hidden are told alike."""
    asked = [int(value) if _ID.fullmatch(value) else 0 for value in values[:_READ]]
    wanted = list(dict.fromkeys(pk for pk in asked if pk))
    found = {case.pk: case for case in visible_cases(viewer).filter(pk__in=wanted)}
    seen = [found[pk] for pk in wanted if pk in found]
    missing = asked.count(0) + len(wanted) - len(seen) + len(values[_READ:])
    notices = []
    if missing:
        notices.append(gettext("없거나 볼 수 없는 사례 %(count)s건은 뺐습니다.") % {"count": missing})
    if len(wanted) < len(asked) - asked.count(0):
        notices.append(gettext("같은 사례는 한 번만 보입니다."))
    if len(seen) > MOST:
        notices.append(gettext("네 건까지 견줄 수 있어 앞의 네 건만 보입니다."))
    return Choice(with_tags(seen[:MOST]), notices)


def comparison_rows(cases: Sequence[CaseStudy], *, only_differences: bool = False) -> list[Row]:
    """The rows in reading order; those on which all agree are left out where only differences are asked for."""
    rows = [Row(key, label, [items(case) for case in cases]) for key, label, items in ROWS]
    return [row for row in rows if row.differs] if only_differences else rows


def comparison_lines(
    cases: Sequence[CaseStudy], rows: Sequence[Row], addresses: Sequence[str]
) -> list[list[object]]:
    """The comparison as rows of a file: heading, addresses, one line per row with whether it differs."""
    heading = [gettext("항목"), gettext("차이"), *(case.local_title for case in cases)]
    lines: list[list[object]] = [[*heading], [gettext("주소"), "", *addresses]]
    for row in rows:
        cells = ["\n".join(_with_address(item) for item in cell) or gettext("미상") for cell in row.cells]
        lines.append([str(row.label), gettext("다름") if row.differs else gettext("같음"), *cells])
    return lines


def _with_address(item: Item) -> str:
    return f"{item.text} {item.url}" if item.url else item.text


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()


# --- what each row asks -----------------------------------------------------------------------------


def _one(text: object) -> list[Item]:
    shown = str(text or "").strip()
    return [Item(shown)] if shown else []


def _lines(text: str) -> list[Item]:
    return [Item(line.strip()) for line in text.splitlines() if line.strip()]


def _rich(name: str) -> Callable[[CaseStudy], list[Item]]:
    return lambda case: _lines(plain(getattr(case, name)))


def _text(name: str) -> Callable[[CaseStudy], list[Item]]:
    return lambda case: _lines(getattr(case, name))


def _owners(case: CaseStudy) -> list[Item]:
    if case.district is None:
        first = gettext("서울시 전체")
    else:
        first = case.district.label
    return [Item(first), *(Item(district.label) for district in case.co_districts.all())]


def _stage(case: CaseStudy) -> list[Item]:
    return [] if case.stage == Stage.UNKNOWN else _one(case.get_stage_display())


def _start(case: CaseStudy) -> list[Item]:
    return [Item(local_date(str(case.year_started)))] if case.year_started else []


def _cost(case: CaseStudy) -> list[Item]:
    """The amount and what is said about it; an amount that only has words is named as unknown."""
    note = _one(case.cost_note)
    if case.cost_krw is None:
        return [Item(gettext("금액 미상")), *note] if note else []
    return [*_one(krw(case.cost_krw)), *note]


def _approach(case: CaseStudy) -> list[Item]:
    steps = [Item(f"{local_date(block.value['when'])} {block.value['what']}") for block in case.timeline]
    return [*_lines(plain(case.approach)), *steps]


def _outcomes(kind: OutcomeType) -> Callable[[CaseStudy], list[Item]]:
    def items(case: CaseStudy) -> list[Item]:
        values = [block.value for block in case.outcomes if block.value["type"] == kind]
        return [Item(outcome_line(value)) for value in values]

    return items


def _transfer(case: CaseStudy) -> list[Item]:
    taken = [
        Item(
            " ".join(
                filter(
                    None,
                    [
                        block.value.who_and_relation,
                        block.value.get("how"),
                        local_date(block.value.get("when")),
                    ],
                )
            )
        )
        for block in case.adopted_by
    ]
    return [*_lines(plain(case.transfer)), *taken]


def _confirmed(case: CaseStudy) -> list[Item]:
    return _one(local_date(case.last_confirmed)) if case.last_confirmed else []


def _sources(case: CaseStudy) -> list[Item]:
    return [
        Item(
            " ".join(
                filter(None, [source["outlet"], source.get("title"), local_date(source.get("date") or None)])
            ),
            source.get("url") or "",
        )
        for source in (block.value for block in case.sources)
    ]


ROWS: tuple[tuple[str, StrOrPromise, Callable[[CaseStudy], list[Item]]], ...] = (
    ("owner", _("자치구"), _owners),
    ("department", _("부서"), _text("department")),
    ("field", _("분야"), lambda case: _one(case.get_field_display()) if case.field else []),
    ("stage", _("단계"), _stage),
    ("start", _("시작"), _start),
    ("cost", _("비용"), _cost),
    ("period", _("기간"), _text("period")),
    ("staff", _("인력"), _text("staff")),
    ("problem", _("문제"), _rich("problem")),
    ("approach", _("접근"), _approach),
    ("effect", _("성과: 효과"), _outcomes(OutcomeType.EFFECT)),
    ("output", _("성과: 산출"), _outcomes(OutcomeType.OUTPUT)),
    ("context", _("성과: 맥락"), _outcomes(OutcomeType.CONTEXT)),
    ("learning", _("배운 점"), _rich("learning")),
    ("transfer", _("옮겨 쓸 조건"), _transfer),
    ("partners", _("함께한 기관"), _text("partners")),
    ("legal", _("법적 근거"), _text("legal_basis")),
    ("technologies", _("기술과 주제"), lambda case: [Item(tag.label) for tag in case.tag_list]),
    ("licence", _("이용 조건"), lambda case: _one(case.get_licence_display())),
    ("confirmed", _("마지막 확인"), _confirmed),
    ("sources", _("출처"), _sources),
)
