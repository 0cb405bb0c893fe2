"""Narrowing rows that a page shows all at once: every value a link with the number of rows it leaves.

Repeated parameters are OR inside one facet and AND across facets. Values that no row has are ignored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, QueryDict

from portal.core.listing import Text

RowT = TypeVar("RowT")


@dataclass(frozen=True)
class Facet:
    """Something by which rows are narrowed: its parameter, the value of a row ("" = none), how values are shown.

    `order` sorts the values; without it the most frequent come first.
    """

    name: str
    label: Text
    value: Callable[[Any], str]
    shown: Callable[[str], Text]
    order: Callable[[str], Any] | None = None


@dataclass(frozen=True)
class Choice:
    """A value with the address that adds it, or takes it away where it is chosen."""

    value: str
    label: Text
    count: int
    selected: bool
    url: str


@dataclass(frozen=True)
class Group:
    name: str
    label: Text
    choices: list[Choice]
    all_url: str  # without this facet

    @property
    def is_open(self) -> bool:
        """Whether every value is offered and none chosen."""
        return not any(choice.selected for choice in self.choices)


@dataclass(frozen=True)
class Narrowed(Generic[RowT]):
    """The rows that are left, of how many, and the ways to more or fewer."""

    rows: list[RowT]
    total: int
    groups: list[Group]
    clear_url: str
    base_query: str  # the query string without `page`, to be continued by a page number

    @property
    def is_narrowed(self) -> bool:
        return any(not group.is_open for group in self.groups)

    @property
    def loosenings(self) -> list[Group]:
        """Facets whose chosen values can be dropped."""
        return [group for group in self.groups if not group.is_open]


def narrow(
    request: HttpRequest, rows: Iterable[RowT], facets: Sequence[Facet], anchor: str
) -> Narrowed[RowT]:
    """Narrow `rows` by the request's parameters; addresses keep other parameters and lead to `#anchor`."""
    every = list(rows)
    known = {facet.name: {facet.value(row) for row in every} - {""} for facet in facets}
    chosen = {
        facet.name: [v for v in dict.fromkeys(request.GET.getlist(facet.name)) if v in known[facet.name]]
        for facet in facets
    }
    links = _Links(request, anchor, chosen)
    return Narrowed(
        rows=_left(every, facets, chosen),
        total=len(every),
        groups=[
            _group(facet, every, _left(every, [f for f in facets if f is not facet], chosen), links)
            for facet in facets
            if len(known[facet.name]) > 1
        ],
        clear_url=links.address({name: [] for name in chosen}),
        base_query=links.query({}),
    )


class _Links:
    """Addresses of the same page with other values of the facets; other parameters stay as they are."""

    def __init__(self, request: HttpRequest, anchor: str, chosen: dict[str, list[str]]) -> None:
        self.chosen = chosen
        self._path, self._anchor = request.path, anchor
        taken = {*chosen, "page"}
        self._others = [(name, values) for name, values in request.GET.lists() if name not in taken]

    def query(self, changes: dict[str, list[str]]) -> str:
        query = QueryDict(mutable=True)
        for name, values in [*self._others, *(self.chosen | changes).items()]:
            if values:
                query.setlist(name, values)
        return query.urlencode()

    def address(self, changes: dict[str, list[str]]) -> str:
        query = self.query(changes)
        return f"{self._path}{'?' if query else ''}{query}#{self._anchor}"


def _left(rows: list[RowT], facets: Sequence[Facet], chosen: dict[str, list[str]]) -> list[RowT]:
    asked = [facet for facet in facets if chosen[facet.name]]
    return [row for row in rows if all(facet.value(row) in chosen[facet.name] for facet in asked)]


def _group(facet: Facet, rows: list[RowT], others: list[RowT], links: _Links) -> Group:
    """The facet's values with the number of rows that the other facets leave of each."""
    everything = Counter(value for row in rows if (value := facet.value(row)))
    counts = Counter(facet.value(row) for row in others)
    order = facet.order or (lambda value: (-everything[value], str(facet.shown(value))))
    selected = links.chosen[facet.name]
    choices = []
    for value in sorted(everything, key=order):
        is_on = value in selected
        rest = [v for v in selected if v != value] if is_on else [*selected, value]
        url = links.address({facet.name: rest})
        choices.append(Choice(value, facet.shown(value), counts[value], is_on, url))
    return Group(facet.name, facet.label, choices, links.address({facet.name: []}))
