"""Which editions of the prize a viewer may see, how far each has come, and what their pages and list show."""

from __future__ import annotations

import calendar
import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.query import PageQuerySet

from portal.core.enums import DatePrecision
from portal.expo.countries import country_name
from portal.expo.domain.figures import by_metric
from portal.expo.domain.narrowing import Facet, narrow
from portal.expo.enums import Category, PrizeState, Rank
from portal.expo.models import Award, ExpoEdition, PrizeCategory, PrizeEdition
from search.audience import visible_pages

WINNERS_PER_PAGE = 50
# The day of the ceremony, otherwise of the deadline, otherwise of the call.
PRIZE_DATE = Coalesce("ceremony_date", "call_end", "call_start")


def visible_prizes(viewer: Any) -> PageQuerySet[PrizeEdition]:
    """Live editions that `viewer` may see, latest first."""
    prizes: PageQuerySet[PrizeEdition] = visible_pages(PrizeEdition.objects.all(), viewer)
    return prizes.order_by("-year", "-number", "-pk")


def last_day(date: datetime.date, precision: str) -> datetime.date:
    """The last day of a date known to the day, month or year."""
    if precision == DatePrecision.YEAR:
        return datetime.date(date.year, 12, 31)
    if precision == DatePrecision.MONTH:
        return date.replace(day=calendar.monthrange(date.year, date.month)[1])
    return date


def state_of(prize: PrizeEdition, known: int) -> PrizeState:
    """How far an edition of which `known` winners are known has come today."""
    today = timezone.localdate()
    if known:
        return PrizeState.GIVEN
    if prize.call_start and prize.call_start > today:
        return PrizeState.SOON
    if prize.call_end and last_day(prize.call_end, prize.call_end_precision) >= today:
        return PrizeState.OPEN
    if prize.ceremony_date and last_day(prize.ceremony_date, prize.ceremony_precision) < today:
        return PrizeState.UNCONFIRMED
    return PrizeState.JUDGING


def with_states(prizes: Iterable[PrizeEdition]) -> list[PrizeEdition]:
    """Attach `known` (number of winners known), `state` and `days_left`; one query for all."""
    rows = list(prizes)
    found = Award.objects.filter(edition_id__in=[prize.pk for prize in rows])
    counts = Counter(found.values_list("edition_id", flat=True))
    for prize in rows:
        prize.known = counts[prize.pk]
        prize.state = state_of(prize, prize.known)
        prize.days_left = days_left(prize)
    return rows


def award_order(award: Award) -> tuple[int, int, int]:
    """By category, then rank, then as the editor put them."""
    return (
        Category.values.index(award.category),
        Rank.values.index(award.rank),
        award.sort_order or 0,
    )


CATEGORIES = Facet(
    "category", _("부문"), lambda row: row.category, lambda v: Category(v).label, Category.values.index
)
RANKS = Facet("rank", _("등급"), lambda row: row.rank, lambda v: Rank(v).label, Rank.values.index)
COUNTRIES = Facet("country", _("나라"), lambda row: row.country, country_name)
EDITIONS = Facet("year", _("연도"), lambda row: str(row.edition.year), str, lambda year: -int(year))


def prize_context(prize: PrizeEdition, request: HttpRequest) -> dict[str, Any]:
    """Context of an edition: state, call, criteria, jury, winners by category, links only to what may be seen."""
    awards = sorted(prize.awards.all(), key=award_order)
    winners = narrow(request, with_cases(awards, request.user), [CATEGORIES, RANKS, COUNTRIES], "winners")
    expos = visible_pages(ExpoEdition.objects.filter(pk=prize.expo_id or 0), request.user)
    return {
        "state": state_of(prize, len(awards)),
        "days_left": days_left(prize),
        "winners": winners,
        "known": len(awards),
        "categories": category_rows(prize.categories.all(), awards),
        "by_category": by_category(winners.rows),
        "criteria": list(prize.criteria.all()),
        "jury": list(prize.jury.all()),
        "figures": by_metric(prize.figures.all()),
        "expo": expos.first(),
        "tag_list": [item.tag for item in prize.tagged_items.select_related("tag").order_by("tag__name")],
    }


def days_left(prize: PrizeEdition) -> int | None:
    """Days until the deadline of an open call, 0 on its last day; None where the day is not known or past."""
    if not prize.call_end or prize.call_end_precision != DatePrecision.DAY:
        return None
    left = (prize.call_end - timezone.localdate()).days
    return left if left >= 0 and state_of(prize, 0) == PrizeState.OPEN else None


def with_cases(awards: Iterable[Award], viewer: Any) -> list[Award]:
    """Attach `visible_case`, the linked case where `viewer` may see it, or None. One query for all."""
    from districts.domain.cases import visible_cases

    rows = list(awards)
    wanted = {award.case_id for award in rows if award.case_id}
    cases = {case.pk: case for case in visible_cases(viewer).filter(pk__in=wanted)} if wanted else {}
    for award in rows:
        award.visible_case = cases.get(award.case_id)
    return rows


def category_rows(categories: Iterable[PrizeCategory], awards: Sequence[Award]) -> list[dict[str, Any]]:
    """The categories of a call as {category, known}; `known` counts the winners known of it."""
    known = Counter(award.category for award in awards)
    return [{"category": row, "known": known[row.category]} for row in categories]


def by_category(awards: Iterable[Award]) -> list[tuple[str, list[Award]]]:
    """Category names with their awards, in the order given."""
    groups: dict[str, list[Award]] = {}
    for award in awards:
        groups.setdefault(award.category, []).append(award)
    return [(str(Category(category).label), rows) for category, rows in groups.items()]


def prize_list_context(request: HttpRequest) -> dict[str, Any]:
    """Context of the list: editions with `known` and `state`, winners of all editions narrowed and paged."""
    prizes = with_states(visible_prizes(request.user))
    by_id = {prize.pk: prize for prize in prizes}
    awards = list(Award.objects.filter(edition_id__in=by_id))
    for award in awards:
        award.edition = by_id[award.edition_id]
    awards.sort(key=lambda award: (-award.edition.year, award.edition_id, *award_order(award)))
    facets = [EDITIONS, CATEGORIES, RANKS, COUNTRIES]
    winners = narrow(request, awards, facets, "winners")
    page = Paginator(winners.rows, WINNERS_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "prizes": prizes,
        "winners": winners,
        "winners_page": page,
        "awards": with_cases(page.object_list, request.user),
        "known": len(awards),
        "total": sum(prize.winners_total or prize.known for prize in prizes if prize.known),
    }
