"""Filtered, sorted and paged lists: the same rules for every listing page.

Repeated parameters are OR inside one filter and AND across filters. Unknown values are ignored, a page
number out of range leads to the nearest page. An empty list says which filter to loosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Collate, Lower, NullIf
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

PER_PAGE = 20
NOTHING_CARRIED: Mapping[str, str] = {}
Text = str | Promise
# A field name or an expression, as order_by takes it.
Order = Any


@dataclass(frozen=True)
class Option:
    """A value that a filter can take, as the reader sees it."""

    value: str
    label: Text


@dataclass(frozen=True)
class ListFilter:
    """A filter: its parameter, what can be chosen, and the condition for the chosen values."""

    name: str
    label: Text
    options: Sequence[Option]
    condition: Callable[[list[str]], Q]


@dataclass(frozen=True)
class Sort:
    """An order that readers can choose: its value of `sort`, its name, the fields to order by."""

    value: str
    label: Text
    order: Sequence[Order]


@dataclass(frozen=True)
class Choice:
    """An option in a rendered list."""

    value: str
    label: Text
    selected: bool


@dataclass(frozen=True)
class FilterGroup:
    name: str
    label: Text
    choices: list[Choice]

    @property
    def selected(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.selected]


@dataclass(frozen=True)
class Chip:
    """A chosen filter value with the address of the list without it."""

    label: Text
    value_label: Text
    url: str


@dataclass(frozen=True)
class SortLink:
    """An order with the address of the list in it."""

    value: str
    label: Text
    url: str
    selected: bool


@dataclass(frozen=True)
class Loosening:
    """A filter that can be dropped from an empty list, how many items that leaves, and the address."""

    label: Text
    count: int
    url: str


@dataclass(frozen=True)
class Listing:
    """What a listing template needs."""

    page: PaginatorPage[Any]
    total: int
    groups: list[FilterGroup]
    chips: list[Chip]
    clear_url: str
    base_query: str = ""  # the query string without `page`, to be continued by a page number
    selected: dict[str, list[str]] = field(default_factory=dict)
    sorts: list[SortLink] = field(default_factory=list)
    keep: list[tuple[str, str]] = field(default_factory=list)  # hidden fields of the filter form
    loosenings: list[Loosening] = field(default_factory=list)  # for an empty list, the fullest first

    @property
    def items(self) -> list[Any]:
        return list(self.page.object_list)

    @property
    def title_note(self) -> str:
        """What sets this view of the list apart, for the title of the page: ": 노원구, 복지 (2/8쪽)"."""
        values = ", ".join(str(chip.value_label) for chip in self.chips)
        note = f": {values}" if values else ""
        pages = self.page.paginator.num_pages
        if pages > 1 and self.page.number > 1:
            place = gettext("%(number)s/%(pages)s쪽") % {"number": self.page.number, "pages": pages}
            note += f" ({place})"
        return note


class _Addresses:
    """Addresses of the same list with something changed; each leads to its first page."""

    def __init__(
        self, path: str, selected: dict[str, list[str]], sort: str, carried: Mapping[str, str]
    ) -> None:
        self._path = path
        self._selected = selected
        self._sort = sort
        self._carried = {name: value for name, value in carried.items() if value}

    def query(
        self, *, without: tuple[str, str] | None = None, drop: str = "", sort: str | None = None
    ) -> str:
        query = QueryDict(mutable=True)
        query.update(self._carried)
        for name, values in self._selected.items():
            left = [value for value in values if (name, value) != without]
            if left and name != drop:
                query.setlist(name, left)
        chosen = self._sort if sort is None else sort
        if chosen:
            query["sort"] = chosen
        return query.urlencode()

    def address(self, query: str) -> str:
        return f"{self._path}?{query}" if query else self._path

    def cleared(self) -> str:
        return self.address(urlencode({**self._carried, **({"sort": self._sort} if self._sort else {})}))

    def hidden(self) -> list[tuple[str, str]]:
        """What a form of the filters sends along."""
        return [*self._carried.items(), *([("sort", self._sort)] if self._sort else [])]


def build_listing(
    request: HttpRequest,
    queryset: QuerySet[Any],
    filters: Iterable[ListFilter],
    sorts: Sequence[Sort] = (),
    per_page: int = PER_PAGE,
    carried: Mapping[str, str] = NOTHING_CARRIED,
) -> Listing:
    """Filter and sort `queryset` by the request's parameters and cut out the page asked for.

    The first of `sorts` is the default; without any, the order of `queryset` stays. `carried`: parameters of the view
    itself, such as what is looked for; every address of the list keeps them.
    """
    filters = list(filters)
    selected = {item.name: _chosen(request, item) for item in filters}
    sort = next((s for s in sorts[1:] if s.value == request.GET.get("sort")), next(iter(sorts), None))
    not_default = sort.value if sort and sort != sorts[0] else ""
    found = _filtered(queryset, filters, selected)
    if sort:
        found = found.order_by(*sort.order)
    paginator = Paginator(found, per_page)
    links = _Addresses(request.path, selected, not_default, carried)
    return Listing(
        page=nearest_page(paginator, request.GET.get("page", "")),
        total=paginator.count,
        groups=[_group(item, selected[item.name]) for item in filters],
        chips=[_chip(links, item, value) for item in filters for value in selected[item.name]],
        clear_url=links.cleared(),
        base_query=links.query(),
        selected=selected,
        sorts=[_sort_link(links, s, is_default=s is sorts[0], selected=s is sort) for s in sorts],
        keep=links.hidden(),
        loosenings=[] if paginator.count else _loosenings(queryset, filters, selected, links),
    )


def nearest_page(paginator: Paginator[Any], written: str) -> PaginatorPage[Any]:
    """The page of that number, the first below it and the last beyond; the first where it is no number."""
    try:
        number = int(written)
    except ValueError:
        number = 1
    return paginator.get_page(max(number, 1))


def date_sorts() -> list[Sort]:
    """Newest and oldest first by `date`; what has no date comes last either way."""
    return [
        Sort("date", _("최신순"), (F("date").desc(nulls_last=True), "-pk")),
        Sort("oldest", _("오래된순"), (F("date").asc(nulls_last=True), "pk")),
    ]


def title_sort() -> Sort:
    """By title in the reader's language; Korean in the order 가나다."""
    return Sort("title", _("제목 가나다순"), (name_order("title"), "pk"))


def name_order(name: str) -> Order:
    """Order by the field `name` in the reader's language (`name`_en where there is one), the same in every database."""
    plain = "C" if connection.vendor == "postgresql" else "BINARY"
    if get_language() == "en":
        return Collate(Lower(Coalesce(NullIf(f"{name}_en", Value("")), name)), plain)
    return Collate(Lower(name), plain)


def _chosen(request: HttpRequest, item: ListFilter) -> list[str]:
    known = {option.value for option in item.options}
    return [value for value in dict.fromkeys(request.GET.getlist(item.name)) if value in known]


def _filtered(
    queryset: QuerySet[Any], filters: Iterable[ListFilter], selected: dict[str, list[str]], drop: str = ""
) -> QuerySet[Any]:
    for item in filters:
        if selected[item.name] and item.name != drop:
            queryset = queryset.filter(item.condition(selected[item.name]))
    return queryset


def _loosenings(
    queryset: QuerySet[Any],
    filters: Sequence[ListFilter],
    selected: dict[str, list[str]],
    links: _Addresses,
) -> list[Loosening]:
    """For each chosen filter what the list holds without it, where that is anything."""
    chosen = [item for item in filters if selected[item.name]]
    counted = [(item, _filtered(queryset, filters, selected, drop=item.name).count()) for item in chosen]
    rows = [
        Loosening(item.label, count, links.address(links.query(drop=item.name)))
        for item, count in counted
        if count
    ]
    return sorted(rows, key=lambda row: -row.count)


def _group(item: ListFilter, chosen: list[str]) -> FilterGroup:
    choices = [Choice(option.value, option.label, option.value in chosen) for option in item.options]
    return FilterGroup(item.name, item.label, choices)


def _chip(links: _Addresses, item: ListFilter, value: str) -> Chip:
    label = next(option.label for option in item.options if option.value == value)
    return Chip(item.label, label, links.address(links.query(without=(item.name, value))))


def _sort_link(links: _Addresses, sort: Sort, *, is_default: bool, selected: bool) -> SortLink:
    query = links.query(sort="" if is_default else sort.value)
    return SortLink(sort.value, sort.label, links.address(query), selected)
