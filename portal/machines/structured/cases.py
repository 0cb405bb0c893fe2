"""A case as an article, the list of all cases as a data set."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from districts.models import CaseIndexPage, CaseStudy, District
from portal.machines.nodes import Node, iso_date, node
from portal.machines.structured import Surroundings, describe
from portal.machines.structured.parts import (
    KOGL_HOME,
    citations,
    languages,
    licence_url,
    organisations,
    text_of,
)
from portal.machines.structured.places import area, seoul
from portal.machines.subjects import has_english


@describe.register(CaseStudy)
def _case(case: CaseStudy, where: Surroundings) -> list[Node]:
    modified = case.last_published_at
    shared = [area(district, where) for district in case.co_districts.all()]
    places = [area(case.district, where), *shared] if case.district else [seoul(), *shared]
    return [
        node(
            "Article",
            id=where.canonical,
            headline=case.local_title,
            description=text_of(case, "summary"),
            url=where.canonical,
            mainEntityOfPage=where.canonical,
            image=where.picture,
            # The day of the latest source, as far as it is known. The day of the import says nothing of a case.
            temporalCoverage=iso_date(case.date, case.date_precision),
            dateModified=modified.isoformat(timespec="seconds") if modified else "",
            articleSection=str(case.get_field_display()) if case.field else "",
            keywords=[tag.label for tag in getattr(case, "tag_list", [])],
            spatialCoverage=places,
            contributor=organisations(case.partners),
            award=[line.strip() for line in case.awards.splitlines() if line.strip()],
            citation=citations(case.sources),
            inLanguage=languages(has_english(case)),
            license=licence_url(case.licence),
            publisher=where.publisher,
            isAccessibleForFree=True,
        )
    ]


@describe.register(CaseIndexPage)
def _cases(page: CaseIndexPage, where: Surroundings) -> list[Node]:
    district = page.district
    query = f"?district={district.code}" if district else ""
    return [dataset(page, district, query, where)]


def dataset(page: CaseIndexPage, district: District | None, query: str, where: Surroundings) -> Node:
    """The cases of the list, with the addresses at which they are data."""
    # A filtered list is the same data set.
    url = where.canonical.partition("?")[0]
    summary = _(
        "서울 자치구의 디지털 전환 사례를 문제, 접근, 자원, 성과, 배운 점으로 나누어 정리한 자료입니다."
    )
    return node(
        "Dataset",
        id=url,
        name=page.local_title if district else _("서울 자치구 디지털 전환 사례"),
        description=text_of(page, "summary") or summary,
        url=url,
        inLanguage=["ko", "en"],
        # Each case names its own terms in the data.
        license=KOGL_HOME,
        creator=where.publisher,
        publisher=where.publisher,
        spatialCoverage=area(district, where) if district else seoul(),
        isAccessibleForFree=True,
        distribution=[
            node("DataDownload", encodingFormat=kind, contentUrl=where.url(reverse(name) + query))
            for name, kind in (("api_cases_csv", "text/csv"), ("api_cases_json", "application/json"))
        ],
    )
