"""Filtered and paged lists: the same rules for every listing page.

Repeated parameters are OR inside one filter and AND across filters. Unknown values are ignored, a page
number out of range leads to the nearest page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise

PER_PAGE = 20
Text = str | Promise


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
class Listing:
    """What a listing template needs."""

    page: PaginatorPage[Any]
    total: int
    groups: list[FilterGroup]
    chips: list[Chip]
    clear_url: str
    base_query: str = ""  # the query string without `page`, to be continued by a page number
    selected: dict[str, list[str]] = field(default_factory=dict)

    @property
    def items(self) -> list[Any]:
        return list(self.page.object_list)


def build_listing(
    request: HttpRequest, queryset: QuerySet[Any], filters: Iterable[ListFilter], per_page: int = PER_PAGE
) -> Listing:
    """Filter `queryset` by the request's parameters and cut out the page asked for."""
    filters = list(filters)
    selected: dict[str, list[str]] = {}
    for item in filters:
        known = {option.value for option in item.options}
        selected[item.name] = [v for v in dict.fromkeys(request.GET.getlist(item.name)) if v in known]
        if selected[item.name]:
            queryset = queryset.filter(item.condition(selected[item.name]))
    paginator = Paginator(queryset, per_page)
    query = _query(selected)
    return Listing(
        page=paginator.get_page(request.GET.get("page")),
        total=paginator.count,
        groups=[_group(item, selected[item.name]) for item in filters],
        chips=[
            _chip(request.path, item, value, selected) for item in filters for value in selected[item.name]
        ],
        clear_url=request.path,
        base_query=query.urlencode(),
        selected=selected,
    )


def _group(item: ListFilter, chosen: list[str]) -> FilterGroup:
    choices = [Choice(option.value, option.label, option.value in chosen) for option in item.options]
    return FilterGroup(item.name, item.label, choices)


def _chip(path: str, item: ListFilter, value: str, selected: dict[str, list[str]]) -> Chip:
    rest = {name: [v for v in values if (name, v) != (item.name, value)] for name, values in selected.items()}
    query = _query(rest).urlencode()
    label = next(option.label for option in item.options if option.value == value)
    return Chip(item.label, label, f"{path}?{query}" if query else path)


def _query(selected: dict[str, list[str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, values in selected.items():
        if values:
            query.setlist(name, values)
    return query
