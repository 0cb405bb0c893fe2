"""What the district page and the list of districts show."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import Any

from django.http import HttpRequest

from districts.domain.cases import of_district, visible_cases, with_tags
from districts.models import CaseIndexPage, CaseStudy, DistrictPage
from search.audience import visible_pages


def district_page_context(page: DistrictPage, request: HttpRequest) -> dict[str, Any]:
    """Context of a district page: district, figures, cases, cases_by_field, lectures, cases_url."""
    from lectures.domain.lectures import lectures_of_district

    district = page.district
    cases = with_tags(visible_cases(request.user).filter(of_district(district.pk)))
    holder = CaseIndexPage.objects.child_of(page).live().first()
    return {
        "district": district,
        "figures": list(district.figures.all()),
        "cases": cases,
        "cases_by_field": sorted(
            Counter(case.field for case in cases if case.field).items(), key=lambda row: (-row[1], row[0])
        ),
        "lectures": lectures_of_district(district, request.user),
        "cases_url": holder.get_url(request) if holder else "",
    }


def district_rows(request: HttpRequest) -> list[dict[str, Any]]:
    """All districts with a visible page as {page, district, count}, in alphabetical order."""
    pages = visible_pages(DistrictPage.objects.all(), request.user).select_related("district")
    counts = case_counts(request.user)
    rows = [{"page": page, "district": page.district, "count": counts[page.district_id]} for page in pages]
    return sorted(rows, key=lambda row: row["district"].name)


def case_counts(viewer: Any) -> Counter[int]:
    """Number of visible cases per district id; a shared case counts for each district once."""
    cases = visible_cases(viewer).order_by()
    led = cases.filter(district__isnull=False).values_list("pk", "district_id")
    shared = CaseStudy.co_districts.through.objects.filter(casestudy_id__in=cases.values("pk"))
    pairs = set(chain(led, shared.values_list("casestudy_id", "district_id")))
    return Counter(district_id for _case, district_id in pairs)
