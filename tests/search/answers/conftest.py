"""A shelf of documents behind the real engine, for the tests of results, facets and the API."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction

from search import facets, registry, rows
from search.engines import get_engine
from search.feed import feed_once
from search.records import DocumentRecord

Shelve = Callable[..., None]


class ShelfKind:
    """Documents that are given, not read from a model. ``hidden``: ids that the last check refuses."""

    model = Group

    def __init__(self, kind: str, label: str) -> None:
        self.kind, self.label = kind, label
        self.hidden: set[int] = set()
        self.checks = 0

    def build(self, ids: Sequence[int]) -> dict[int, DocumentRecord]:
        return {}

    def visible(self, ids: Sequence[int], viewer: Any) -> set[int]:
        self.checks += 1
        return set(ids) - self.hidden

    def all_ids(self) -> Iterable[int]:
        return []


@pytest.fixture
def shelves(db, registered, monkeypatch) -> dict[str, ShelfKind]:
    """Kinds case and lecture, three districts, two fields, one tag with an alias."""
    kinds = {"case": ShelfKind("case", "사례"), "lecture": ShelfKind("lecture", "강연")}
    registry.current().searchables.extend(kinds.values())
    values = {
        "district": [
            facets.FacetValue("노원구", "노원구", "Nowon-gu", ("11350", "nowon-gu")),
            facets.FacetValue("중구", "중구", "Jung-gu", ("11140", "jung-gu")),
            facets.FacetValue("강남구", "강남구", "Gangnam-gu", ("11680", "gangnam-gu")),
        ],
        "field": [
            facets.FacetValue("교통", "교통", "Transport"),
            facets.FacetValue("복지", "복지", "Welfare"),
        ],
        "tag": [facets.FacetValue("사물인터넷", "사물인터넷", "IoT", ("IoT", "IoT 센서"))],
    }
    for name, items in values.items():
        monkeypatch.setitem(facets._providers, name, lambda items=items: items)
    return kinds


@pytest.fixture
def shelve(shelves, settings) -> Shelve:
    """Write records as the drain would and feed the index."""

    def shelve(*records: DocumentRecord, feed: bool = True) -> None:
        with transaction.atomic():
            sequence = rows.lock_sequence()
            rows.write({(item.kind, item.object_id): item for item in records}, [], sequence)
            sequence.save()
        if feed:
            feed_once(get_engine(), 10_000)

    return shelve
