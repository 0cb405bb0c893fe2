"""The search log added up: one row for a query, over a week or everything that is kept."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Max, QuerySet, Sum
from django.db.models.functions import Greatest

from search.counting.models import SearchCount, SearchDay

#: What a report is about.
POPULAR, EMPTY, UNOPENED = "popular", "empty", "unopened"


@dataclass(frozen=True)
class QueryRow:
    """A query and its numbers. clicks: pages opened from the results; unknown: of these, those without a known rank.

    rank: the average rank of the others, None without any.
    """

    query: str
    searches: int
    empty: int
    found: int
    clicks: int
    unknown: int
    rank: float | None
    field: str
    district: str


def week_of(day: datetime.date) -> datetime.date:
    """The Monday of a week."""
    return day - datetime.timedelta(days=day.weekday())


def weeks() -> list[datetime.date]:
    """The Mondays of the weeks that anything is kept of, the newest first."""
    days = SearchDay.objects.values_list("day", flat=True)
    return sorted({week_of(day) for day in days}, reverse=True)


def in_week(monday: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and the last day."""
    return monday, monday + datetime.timedelta(days=6)


def query_rows(counts: QuerySet[SearchCount], about: str = POPULAR) -> list[QueryRow]:
    """The queries of ``counts`` that the report is about, the most frequent first. One query of the database."""
    sums = (
        counts.values("query")
        .annotate(
            times=Sum("searches"),
            nothing=Sum("empty"),
            most=Max("found"),
            clicks=Sum(Greatest("opened", "ranked")),
            known=Sum("ranked"),
            ranks=Sum("rank_sum"),
            of_field=Max("field"),
            of_district=Max("district"),
        )
        .filter(times__gt=0)
    )
    if about == EMPTY:
        sums = sums.filter(nothing__gt=0).order_by("-nothing", "query")
    elif about == UNOPENED:
        sums = sums.filter(clicks=0, times__gt=F("nothing")).order_by("-times", "query")
    else:
        sums = sums.order_by("-times", "query")
    return [
        QueryRow(
            query=row["query"],
            searches=row["times"],
            empty=row["nothing"],
            found=row["most"],
            clicks=row["clicks"],
            unknown=row["clicks"] - row["known"],
            rank=round(row["ranks"] / row["known"], 1) if row["known"] else None,
            field=row["of_field"],
            district=row["of_district"],
        )
        for row in sums
    ]


def totals(days: Iterable[SearchDay]) -> dict[str, int]:
    """What was searched altogether, and what of it is in no row of the report: see ``SearchDay``."""
    kept: Sequence[SearchDay] = list(days)
    return {
        name: sum(getattr(day, name) for day in kept)
        for name in ("searches", "withheld", "beyond", "dropped")
    }
