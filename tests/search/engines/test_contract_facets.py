"""What every engine counts."""

from __future__ import annotations

from collections import Counter

import pytest

from search.engines.base import FACETS, Change, EngineQuery
from tests.search.engines.test_contract import PUBLIC, keys, many, put
from tests.search.fakes import record

pytestmark = pytest.mark.contract


def facet_values(item) -> dict[str, set[str]]:
    return {
        "kind": {item.kind},
        "place": {"body"},
        "district": set(item.districts),
        "field": {item.field} - {""},
        "tag": set(item.tags),
        "year": {str(item.year)} if item.year else set(),
        "licence": {item.licence} - {""},
    }


def passes(item, filters, but: str = "") -> bool:
    values = facet_values(item)
    return all(values[name] & set(chosen) for name, chosen in filters.items() if name != but)


@pytest.mark.parametrize("text", ["", "경로당", "센서 주차"])
@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"district": ("노원구",)},
        {"district": ("노원구", "중구")},
        {"district": ("노원구", "중구"), "tag": ("센서", "앱"), "kind": ("case",)},
        {"year": ("2024",), "licence": ("1", "ai"), "field": ("교통",)},
        {"tag": ("없는 태그",)},
        {"tag": ("없는 태그", "센서"), "year": ("1999", "2023")},
    ],
)
def test_counts_equal_a_brute_force_count(engine, text, filters):
    items = {item.key: item for item in many(150)}
    put(engine, *items.values())
    hits = [items[key] for key in keys(engine, text)]
    result = engine.search(EngineQuery(text, PUBLIC, filters, limit=1000))
    assert sorted(hit.key for hit in result.hits) == sorted(
        item.key for item in hits if passes(item, filters)
    )
    assert result.total == len(result.hits)
    for name in FACETS:
        counted = Counter(
            value for item in hits if passes(item, filters, but=name) for value in facet_values(item)[name]
        )
        assert result.facets[name] == counted


def test_counts_follow_changes(engine):
    put(engine, *(record("case", number, "경로당", districts=("중구",)) for number in range(1, 31)))
    put(
        engine,
        *(record("case", number, "경로당", districts=("노원구",)) for number in range(1, 11)),
        start=31,
    )
    engine.apply([Change(f"case:{number}", None, 50) for number in range(26, 31)], 50)
    result = engine.search(EngineQuery("경로당", PUBLIC))
    assert result.facets["district"] == {"중구": 15, "노원구": 10}
    assert result.total == 25


def test_all_25_districts_are_counted(engine):
    names = [f"{number}번구" for number in range(25)]
    put(
        engine, *(record("case", number, "경로당", districts=(name,)) for number, name in enumerate(names, 1))
    )
    assert engine.search(EngineQuery("경로당", PUBLIC)).facets["district"] == dict.fromkeys(names, 1)


def test_facets_can_be_left_out(engine):
    put(engine, record("case", 1, "경로당"))
    assert engine.search(EngineQuery("경로당", PUBLIC, with_facets=False)).facets == {}
