"""What the district page, the map and the table of districts show."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext

from districts.domain.cases import of_district, visible_cases, with_tags
from districts.domain.counts import CaseCounts, FieldTable, count_cases
from districts.domain.tile_map import draw_map
from districts.enums import Field
from districts.models import CaseIndexPage, District, DistrictPage
from portal.core.templatetags.portal_links import local_url
from search.audience import visible_pages


def district_page_context(page: DistrictPage, request: HttpRequest) -> dict[str, Any]:
    """Context of a district page: district, figures, cases, fields, lectures, cases_url, roles."""
    from lectures.domain.lectures import lectures_of_district
    from portal.community.members.domain.public import public_posts

    district = page.district
    cases = with_tags(visible_cases(request.user).filter(of_district(district.pk)))
    holder = CaseIndexPage.objects.child_of(page).live().first()
    return {
        "district": district,
        "figures": list(district.figures.all()),
        "cases": cases,
        "fields": [
            {
                "field": field,
                "count": sum(case.field == field for case in cases),
                "url": cases_url(district=district.name, field=field),
            }
            for field in Field
        ],
        "lectures": lectures_of_district(district, request.user),
        "cases_url": holder.get_url(request) if holder else "",
        "roles": list(public_posts(district)),
    }


def district_index_context(request: HttpRequest) -> dict[str, Any]:
    """Context of /districts/: rows and map for the field asked for, all of them where none or a wrong one is."""
    asked = request.GET.get("field", "")
    field = Field(asked) if asked in Field.values else None
    rows = district_rows(request, field)
    return {
        "rows": rows,
        "map": draw_map(rows),
        "field": field,
        "fields": list(Field),
        "count_note": count_note(),
        "gap_url": local_url("/districts/gap/"),
    }


def district_rows(request: HttpRequest, field: Field | None = None) -> list[dict[str, Any]]:
    """All districts as {district, page, count, url, cases_url}, in alphabetical order.

    `page` is None where the viewer may not see one. `url` leads to the cases that were counted where a field is
    chosen, else to the district's page.
    """
    pages = visible_pages(DistrictPage.objects.all(), request.user)
    by_district = {page.district_id: page for page in pages}
    counts = count_cases(request.user)
    return [
        _row(district, by_district.get(district.pk), counts, field, request)
        for district in District.objects.order_by("name")
    ]


def _row(
    district: District,
    page: DistrictPage | None,
    counts: CaseCounts,
    field: Field | None,
    request: HttpRequest,
) -> dict[str, Any]:
    listed = cases_url(district=district.name, field=field or "")
    home = (page.get_url(request) or "") if page else ""
    return {
        "district": district,
        "page": page,
        "page_url": home,
        "count": counts.of(district.pk, field or ""),
        "cases_url": listed,
        "url": listed if field or not home else home,
    }


def cases_url(**filters: str) -> str:
    """Address of the list of cases with these filters, in the reader's language; empty ones are left out."""
    query = urlencode({name: str(value) for name, value in filters.items() if value})
    return local_url("/cases/") + (f"?{query}" if query else "")


def table_lines(table: FieldTable) -> list[list[object]]:
    """The table of districts by field as rows of a file: heading, districts, all cases, what the numbers are."""
    heading: list[object] = [
        gettext("행정표준코드"),
        gettext("자치구"),
        *(field.label for field in table.fields),
    ]
    lines = [[*heading, gettext("모두")]]
    lines += [
        [row.district.code, row.district.label, *(count for _field, count in row.cells), row.total]
        for row in table.rows
    ]
    lines.append(["", gettext("모든 사례"), *(count for _field, count in table.sums), table.total])
    lines += [[], [count_note()], [sums_note()]]
    return lines


def count_note() -> str:
    """What a count is and is not."""
    return gettext(
        "공개 자료에서 확인해 이 누리집에 실은 사례의 수입니다. "
        "많다고 더 잘한 것이 아니고, 없다고 하지 않은 것이 아닙니다."
    )


def sums_note() -> str:
    """How shared and city-wide cases are counted."""
    return gettext(
        "여러 자치구가 함께한 사례는 자치구마다 셉니다. "
        "맨 아래 줄은 사례마다 한 번만 세고 서울시 전체의 사례도 넣습니다."
    )
