"""What the case page and the list of cases show."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from districts.domain.cases import cases_alike, of_district, visible_cases, with_tags
from districts.domain.profiles import profile_of
from districts.enums import Field, OutcomeLevel, Relation, Stage
from districts.models import CaseIndexPage, CaseStudy, District
from portal.core.enums import TagGroup
from portal.core.listing import (
    ListFilter,
    Option,
    Sort,
    build_listing,
    date_sorts,
    name_order,
    title_sort,
)
from portal.core.tagging import tags_in_use

# Sections in reading order: (locator, label, fields whose presence makes the section known).
SECTIONS = (
    ("problem", _("문제"), ("problem",)),
    ("approach", _("접근"), ("approach", "timeline")),
    ("resources", _("자원"), ("cost_krw", "cost_note", "period", "staff", "legal_basis")),
    ("outcomes", _("성과"), ("outcomes",)),
    ("learning", _("배운 점"), ("learning",)),
    ("transfer", _("옮겨 쓸 조건"), ("transfer", "adopted_by")),
    ("partners", _("함께한 기관"), ("partners",)),
    ("awards", _("수상"), ("awards",)),
)
# A case with fewer known sections is brief.
FEW_SECTIONS = 4
ELSEWHERE = _("다른 곳의 적용과 방문")
# Looking at a case is not using it.
LOOKED_AT = (Relation.BENCHMARKED, Relation.VISITED)
# What officials ask first and sources often leave out; named one by one when unknown.
ASKED = (
    ("cost_krw", _("예산")),
    ("period", _("기간")),
    ("staff", _("인력")),
    ("department", _("부서")),
    ("contact_role", _("담당")),
    ("outcomes", _("성과 수치")),
    ("learning", _("배운 점")),
    ("transfer", _("옮겨 쓸 조건")),
    ("partners", _("함께한 기관")),
    ("legal_basis", _("법적 근거")),
)


def is_known(case: CaseStudy, name: str) -> bool:
    """Whether a field of the case holds anything; a cost is known by its explanation too, a contact by its post."""
    if name == "cost_krw":
        return case.cost_krw is not None or bool(case.cost_note)
    if name == "contact_role" and case.contact_post_id:
        return True
    value = getattr(case, name)
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def known_sections(case: CaseStudy) -> list[dict[str, Any]]:
    """The sections that have something to say, as {id, label}."""
    return [
        {"id": locator, "label": _section_label(case, locator, label)}
        for locator, label, fields in SECTIONS
        if any(is_known(case, name) for name in fields)
    ]


def _section_label(case: CaseStudy, locator: str, label: Any) -> Any:
    """Who took a case over says nothing of the conditions for it."""
    return ELSEWHERE if locator == "transfer" and not is_known(case, "transfer") else label


def unknowns(case: CaseStudy) -> list[Any]:
    """Labels of what public sources do not tell."""
    return [label for name, label in ASKED if not is_known(case, name)]


def case_context(case: CaseStudy, request: HttpRequest) -> dict[str, Any]:
    """Context of a case page: sections, unknowns, lists, related_lectures, related_cases, brief, profile."""
    from lectures.domain.lectures import lectures_for_case
    from lectures.domain.reading import moments_of_case

    with_tags([case])
    sections = known_sections(case)
    shared = list(case.co_districts.all())
    brief = is_brief(case)
    own = [case.district_id, *(district.pk for district in shared)]
    return {
        "sections": sections,
        "section_ids": {section["id"] for section in sections},
        "unknowns": unknowns(case),
        "partners": case.partners.splitlines(),
        "awards": case.awards.splitlines(),
        "adoptions": adoptions(case),
        "co_districts": shared,
        "related_lectures": lectures_for_case(case, request.user),
        "cited_moments": moments_of_case(case, request.user),
        "related_cases": cases_alike(case.tag_list, request.user, but=[case.pk], elsewhere_than=own),
        "brief": brief,
        "profile": profile_of(case.district, case.field, request.user) if brief else None,
    }


def adoptions(case: CaseStudy) -> list[dict[str, Any]]:
    """Who took the case over and who only looked at it, apart, as {label, rows}."""
    rows = [block.value for block in case.adopted_by]
    looked = [row for row in rows if row.get("relation") in LOOKED_AT]
    taken = [row for row in rows if row.get("relation") not in LOOKED_AT]
    groups = ((_("다른 곳의 적용"), taken), (_("벤치마킹과 방문"), looked))
    return [{"label": label, "rows": group} for label, group in groups if group]


def is_brief(case: CaseStudy) -> bool:
    """Whether the public sources tell so little that the district's own figures help to place the case."""
    figures = any(block.value["result"] for block in case.outcomes)
    return not figures or len(known_sections(case)) < FEW_SECTIONS


def case_list_context(page: CaseIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Context of a list of cases: listing, district (None for all)."""
    cases = visible_cases(request.user)
    district = page.district
    if district:
        cases = cases.filter(of_district(district.pk))
    everywhere = district is None
    filters = case_filters(cases, with_district=everywhere)
    listing = build_listing(request, cases, filters, case_sorts(with_district=everywhere))
    with_tags(listing.page.object_list)
    return {"listing": listing, "district": district}


def case_sorts(*, with_district: bool) -> list[Sort]:
    """The orders of the list: by date, title, start and district; what is not known comes last."""
    by_date = F("date").desc(nulls_last=True)
    started = F("year_started").desc(nulls_last=True)
    sorts = [*date_sorts(), title_sort(), Sort("started", _("최근 시작순"), (started, by_date, "-pk"))]
    if with_district:
        district = name_order("district__name").asc(nulls_last=True)
        sorts.append(Sort("district", _("자치구순"), (district, by_date, "-pk")))
    return sorts


def case_filters(cases: QuerySet[CaseStudy], *, with_district: bool) -> list[ListFilter]:
    """The filters of the list: district, field, stage, technology, year, outcome level."""
    technologies = tags_in_use("tagged_cases", cases, group=TagGroup.TECHNOLOGY)
    years = (
        cases.filter(date__isnull=False)
        .order_by("-date__year")
        .values_list("date__year", flat=True)
        .distinct()
    )
    filters = [
        ListFilter("field", _("분야"), _options(Field.choices), lambda v: Q(field__in=v)),
        ListFilter("stage", _("단계"), _options(Stage.choices), lambda v: Q(stage__in=v)),
        ListFilter(
            "outcome", _("성과 수치"), _options(OutcomeLevel.choices), lambda v: Q(outcome_level__in=v)
        ),
        ListFilter("year", _("연도"), [Option(str(y), str(y)) for y in years], lambda v: Q(date__year__in=v)),
        ListFilter("tag", _("기술"), [Option(t.name, t.label) for t in technologies], _has_tag),
    ]
    if with_district:
        options = [Option(d.name, d.label) for d in District.objects.all()]
        filters.insert(0, ListFilter("district", _("자치구"), options, _in_district))
    return filters


def _options(choices: list[tuple[str, Any]]) -> list[Option]:
    return [Option(value, label) for value, label in choices]


def _has_tag(names: list[str]) -> Q:
    return Q(pk__in=CaseStudy.objects.filter(tagged_items__tag__name__in=names).values("pk"))


def _in_district(names: list[str]) -> Q:
    shared = CaseStudy.objects.filter(co_districts__name__in=names).values("pk")
    return Q(district__name__in=names) | Q(pk__in=shared)
