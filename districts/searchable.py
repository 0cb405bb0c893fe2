"""What districts and cases give to the search index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from portal.core.searchable import PageSearchable, plain, sources_text
from portal.core.tagging import tags_by_item
from portal.core.templatetags.portal_format import korean_date, number, with_unit
from search import facets, registry
from search.fingerprints import Input
from search.records import DocumentRecord, PassageRecord
from search.understanding import offers

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class CaseSearchable(PageSearchable):
    """Cases: one passage per section."""

    kind = "case"
    label: StrOrPromise = _("사례")
    related = ("district",)

    def inputs(self) -> list[Input]:
        from districts.models import CaseStudy, CaseTag

        return [
            Input(CaseStudy, related=("district",)),
            Input(CaseTag, "content_object_id", ("tag",)),
            Input(CaseStudy.co_districts.through, "casestudy_id", ("district",)),
        ]

    def records(self, pages: Sequence[Any], audiences: dict[int, str]) -> dict[int, DocumentRecord]:
        from districts.models import CaseStudy, CaseTag

        tags = tags_by_item(CaseTag, [page.pk for page in pages])
        shared = _shared_districts(CaseStudy, [page.pk for page in pages])
        result = {}
        for page in pages:
            names = [page.district.name] if page.district else []
            names += [name for name in shared.get(page.pk, []) if name not in names]
            passages = passages_of_case(page)
            result[page.pk] = self.record(
                page,
                audience=audiences[page.pk],
                passages=passages,
                extra=[page.department, *names, *(tag.name for tag in tags.get(page.pk, []))],
                date=page.date,
                date_precision=page.date_precision,
                licence=page.licence,
                districts=tuple(names),
                tags=tuple(tag.name for tag in tags.get(page.pk, [])),
                field=page.field,
            )
        return result


def passages_of_case(page: Any) -> list[PassageRecord]:
    """The sections of a case as passages, in reading order."""
    parts = [
        ("", "", page.summary),
        ("problem", "문제", plain(page.problem)),
        ("approach", "접근", "\n".join(filter(None, [plain(page.approach), _timeline(page)]))),
        ("resources", "자원", _resources(page)),
        ("outcomes", "성과", "\n".join(outcome_line(block.value) for block in page.outcomes)),
        ("learning", "배운 점", plain(page.learning)),
        ("transfer", "옮겨 쓸 조건", "\n".join(filter(None, [plain(page.transfer), _adoptions(page)]))),
        ("partners", "함께한 기관", page.partners),
        ("awards", "수상", page.awards),
        ("sources", "출처", sources_text(page.sources)),
    ]
    return [
        PassageRecord(ordinal, f"section={locator}" if locator else "", heading, text)
        for ordinal, (locator, heading, text) in enumerate(parts)
        if text.strip()
    ]


def outcome_line(outcome: Any) -> str:
    """One outcome as a line of text: "보행자 인명피해 사고: 9건 (이전 19, 2024. 5., 구 발표)"."""
    details = [
        f"이전 {number(outcome['baseline'])}" if outcome.get("baseline") else "",
        korean_date(outcome.get("as_of")),
        outcome.get("method") or "",
    ]
    shown = ", ".join(part for part in details if part)
    line = f"{outcome['metric']}: {with_unit(outcome['result'], outcome.get('unit'))}"
    return f"{line} ({shown})" if shown else line


def _timeline(page: Any) -> str:
    return "\n".join(f"{korean_date(block.value['when'])} {block.value['what']}" for block in page.timeline)


def _adoptions(page: Any) -> str:
    return "\n".join(
        " ".join(
            filter(None, [block.value["who"], block.value.get("how"), korean_date(block.value.get("when"))])
        )
        for block in page.adopted_by
    )


def _resources(page: Any) -> str:
    cost = f"{page.cost_krw:,}원" if page.cost_krw is not None else ""
    return "\n".join(filter(None, [cost, page.cost_note, page.period, page.staff, page.legal_basis]))


def _shared_districts(model: Any, ids: list[int]) -> dict[int, list[str]]:
    rows = model.co_districts.through.objects.filter(casestudy_id__in=ids).values_list(
        "casestudy_id", "district__name"
    )
    result: dict[int, list[str]] = {}
    for case_id, name in rows.order_by("district__name"):
        result.setdefault(case_id, []).append(name)
    return result


class DistrictSearchable(PageSearchable):
    """District pages: introduction and profile figures."""

    kind = "district"
    label: StrOrPromise = _("자치구")
    related = ("district",)

    def inputs(self) -> list[Input]:
        from districts.models import DistrictFigure, DistrictPage

        return [Input(DistrictPage, related=("district",)), Input(DistrictFigure, "district__page")]

    def records(self, pages: Sequence[Any], audiences: dict[int, str]) -> dict[int, DocumentRecord]:
        figures = _figures([page.district_id for page in pages])
        result = {}
        for page in pages:
            intro = "\n".join(filter(None, [page.summary, strip_tags(page.intro)]))
            passages = [PassageRecord(0, "section=intro", "소개", intro)] if intro.strip() else []
            if page.district_id in figures:
                passages.append(
                    PassageRecord(1, "section=profile", "현황", "\n".join(figures[page.district_id]))
                )
            result[page.pk] = self.record(
                page,
                audience=audiences[page.pk],
                passages=passages,
                extra=[page.district.name, page.district.name_en],
                date=None,
                licence="none",
                districts=(page.district.name,),
            )
        return result


class GapSearchable(PageSearchable):
    """The page of the digital divide: one passage per chart, under the place where it stands."""

    kind = "figure"
    label: StrOrPromise = _("통계")

    def records(self, pages: Sequence[Any], audiences: dict[int, str]) -> dict[int, DocumentRecord]:
        from districts.models import Chart

        charts = list(Chart.objects.prefetch_related("figures")) if pages else []
        passages = [PassageRecord(0, "", "", page.summary) for page in pages[:1] if page.summary]
        passages += [
            PassageRecord(number, f"section={chart.slug}", chart.title, chart_text(chart))
            for number, chart in enumerate(charts, start=1)
        ]
        return {
            page.pk: self.record(
                page,
                audience=audiences[page.pk],
                passages=passages,
                extra=[text for chart in charts for text in (chart.title_en, chart.reading_en) if text],
                date=None,
                licence="none",
            )
            for page in pages
        }


def chart_text(chart: Any) -> str:
    """A chart as lines of text: what it says, its survey, each figure, its sources."""
    lines = [f"{chart.title}: {chart.reading}", f"{chart.survey} {korean_date(chart.as_of)}"]
    for figure in chart.figures.all():
        what = " ".join(filter(None, [figure.label, figure.series]))
        lines.append(" ".join(filter(None, [f"{what}: {with_unit(figure.value, figure.unit)}", figure.note])))
    return "\n".join([*lines, *filter(None, [chart.note, sources_text(chart.sources)])])


def _gap_pages(ids: Iterable[int]) -> list[tuple[str, int]]:
    from districts.models import GapPage

    return [("figure", pk) for pk in GapPage.objects.values_list("pk", flat=True)]


def _figures(district_ids: list[int]) -> dict[int, list[str]]:
    from districts.models import DistrictFigure

    result: dict[int, list[str]] = {}
    for row in DistrictFigure.objects.filter(district_id__in=district_ids).order_by("sort_order", "pk"):
        value = with_unit(row.value, row.unit)
        result.setdefault(row.district_id, []).append(f"{row.label} {value} ({korean_date(row.as_of)})")
    return result


def _pages_of_districts(ids: Iterable[int]) -> list[tuple[str, int]]:
    """A renamed district touches its page and every case that names it."""
    from districts.models import CaseStudy, DistrictPage

    wanted = list(ids)
    pages = DistrictPage.objects.filter(district_id__in=wanted).values_list("pk", flat=True)
    led = CaseStudy.objects.filter(district_id__in=wanted).values_list("pk", flat=True)
    shared = CaseStudy.objects.filter(co_districts__in=wanted).values_list("pk", flat=True)
    return [("district", pk) for pk in pages] + [("case", pk) for pk in {*led, *shared}]


def _pages_of_figures(ids: Iterable[int]) -> list[tuple[str, int]]:
    from districts.models import DistrictPage

    return [
        ("district", pk)
        for pk in DistrictPage.objects.filter(district__figures__in=list(ids)).values_list("pk", flat=True)
    ]


def _cases_of_tags(ids: Iterable[int]) -> list[tuple[str, int]]:
    from districts.models import CaseTag

    return [
        ("case", pk)
        for pk in CaseTag.objects.filter(tag_id__in=list(ids)).values_list("content_object_id", flat=True)
    ]


def connect() -> None:
    """Register searchables, what else must be re-indexed, and the values of the facets."""
    from districts.enums import FIELD_NAMES_EN, Field
    from districts.models import (
        CaseIndexPage,
        CaseStudy,
        Chart,
        ChartFigure,
        District,
        DistrictFigure,
        DistrictIndexPage,
        DistrictPage,
        GapPage,
    )
    from districts.named import named_district
    from portal.core.models import Tag

    registry.register(CaseSearchable(CaseStudy))
    registry.register(DistrictSearchable(DistrictPage))
    registry.register(GapSearchable(GapPage))
    registry.exclude(Chart, "found as a passage of the page that shows it")
    registry.exclude(CaseIndexPage, "a list")
    registry.exclude(DistrictIndexPage, "a list")
    registry.exclude(District, "found as its page")
    registry.register_dependant(District, _pages_of_districts)
    registry.register_dependant(DistrictFigure, _pages_of_figures)
    registry.register_dependant(Tag, _cases_of_tags)
    registry.register_dependant(Chart, _gap_pages)
    registry.register_dependant(ChartFigure, _gap_pages)
    offers.register(named_district)
    facets.register_values("district", lambda: _district_values(District))
    facets.register_values(
        "field",
        lambda: [facets.FacetValue(f.value, f.value, FIELD_NAMES_EN[f], (f.name.lower(),)) for f in Field],
    )


def _district_values(model: Any) -> list[facets.FacetValue]:
    return [
        facets.FacetValue(district.name, district.name, district.name_en, (district.code, district.slug))
        for district in model.objects.all()
    ]
