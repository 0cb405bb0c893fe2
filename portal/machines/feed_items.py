"""What feeds hold: everything with tags that anybody may see, newest by its own date; what has no date comes last."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import Q

from districts.domain.cases import of_district
from districts.models import District
from portal.core.models import Tag
from portal.core.tag_sources import TaggedKind, tagged_kinds

# How each kind belongs to a district; other kinds belong to none.
_OF_DISTRICT: dict[str, Callable[[int], Q]] = {
    "case": of_district,
    "lecture": lambda pk: Q(speakers__district=pk),
}


class FeedEntry(NamedTuple):
    """An item of a feed before it is read."""

    date: datetime.date | None
    kind: str
    pk: int


class FeedItem(NamedTuple):
    """A page with what its kind is called; `page.tag_list` is there where the kind attaches it."""

    page: Any
    label: str


def all_entries() -> list[FeedEntry]:
    """Everything, newest first."""
    return _entries((kind, Q()) for kind in tagged_kinds(None))


def entries_of_district(district: District) -> list[FeedEntry]:
    """Cases that the district leads or shares, and lectures by its people."""
    kinds = [kind for kind in tagged_kinds(None) if kind.key in _OF_DISTRICT]
    return _entries((kind, _OF_DISTRICT[kind.key](district.pk)) for kind in kinds)


def entries_of_tag(tag: Tag) -> list[FeedEntry]:
    """Everything with the tag."""
    return _entries(
        (kind, Q(pk__in=kind.through._default_manager.filter(tag=tag).values("content_object_id")))
        for kind in tagged_kinds(None)
    )


def _entries(kinds: Iterable[tuple[TaggedKind, Q]]) -> list[FeedEntry]:
    found = [
        FeedEntry(date, kind.key, pk)
        for kind, condition in kinds
        for date, pk in kind.items.filter(condition).order_by().values_list("date", "pk").distinct()
    ]
    return sorted(found, key=lambda entry: (entry.date or datetime.date.min, entry.pk), reverse=True)


def read(entries: list[FeedEntry]) -> list[FeedItem]:
    """The pages of these entries in their order, in a fixed number of queries per kind."""
    pages: dict[tuple[str, int], FeedItem] = {}
    for kind in tagged_kinds(None):
        ids = [entry.pk for entry in entries if entry.kind == kind.key]
        if ids:
            rows = kind.prepare(list(kind.items.filter(pk__in=ids)))
            pages.update({(kind.key, row.pk): FeedItem(row, str(kind.label)) for row in rows})
    found = (pages.get((entry.kind, entry.pk)) for entry in entries)
    return [item for item in found if item is not None]
