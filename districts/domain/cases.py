"""Which cases a viewer may see, in which order, and what a list shows of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet

from districts.models import CaseStudy, CaseTag
from portal.core.alike import in_order, most_alike, shared_tags
from portal.core.models import Tag
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


def cases_alike(
    tags: Iterable[Tag],
    viewer: Any,
    *,
    but: Iterable[int] = (),
    elsewhere_than: Iterable[int] = (),
    limit: int = 3,
) -> list[CaseStudy]:
    """Cases that have most of `tags` in common, newest first among equals; the ids in `but` are left out.

    Cases of the districts `elsewhere_than` (ids) come last, whatever they have in common.
    """
    near = set(elsewhere_than)
    cases = visible_cases(viewer)
    shared = shared_tags(cases.exclude(pk__in=list(but)), tags)
    close = (
        set(cases.filter(pk__in=shared, district_id__in=near).values_list("pk", flat=True)) if near else set()
    )
    far = most_alike({pk: own for pk, own in shared.items() if pk not in close}, limit)
    chosen = far + most_alike({pk: own for pk, own in shared.items() if pk in close}, limit - len(far))
    return with_tags(in_order(cases, chosen))
