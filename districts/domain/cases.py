"""Which cases a viewer may see, in which order, and what a list shows of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet

from districts.models import CaseStudy, CaseTag
from portal.core.tagging import tags_by_item
from search.audience import visible_pages

NEWEST_FIRST = (F("date").desc(nulls_last=True), "-pk")


def visible_cases(viewer: Any) -> QuerySet[CaseStudy]:
    """Live cases that `viewer` may see, newest first; undated ones last."""
    cases: QuerySet[CaseStudy] = visible_pages(CaseStudy.objects.all(), viewer)
    return cases.select_related("district").order_by(*NEWEST_FIRST)


def of_district(district_id: int) -> Q:
    """Cases that a district leads or shares."""
    shared = CaseStudy.co_districts.through.objects.filter(district_id=district_id).values("casestudy_id")
    return Q(district_id=district_id) | Q(pk__in=shared)


def with_tags(cases: Iterable[CaseStudy]) -> list[CaseStudy]:
    """Attach `tag_list` to each case, in one query for all."""
    rows = list(cases)
    tags = tags_by_item(CaseTag, [case.pk for case in rows])
    for case in rows:
        case.tag_list = tags.get(case.pk, [])
    return rows
