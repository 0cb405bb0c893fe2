"""What every engine counts."""

from __future__ import annotations

from collections import Counter

import pytest

from search.engines.base import FACETS, Change, EngineQuery
from search.records import PassageRecord
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


def talk(number: int, body: str, spoken: str):
    passages = (PassageRecord(0, "", "", body), PassageRecord(1, "t=754", "", spoken))
    return record("lecture", number, "강연", body=f"{body}\n{spoken}", passages=passages)


def test_places_are_where_the_words_are(engine):
    """A document with a recording counts where the query is found; a file wherever it is."""
    word = "물레방아"
    slides, paper, page = (
        record(kind, number, "자료", body=word, passages=(PassageRecord(0, locator, "", word),))
        for kind, number, locator in (("file", 1, "slide=2"), ("file", 2, "page=2"), ("case", 1, ""))
    )
    put(
        engine,
        talk(1, "물레방아", "경로당 이야기"),
        talk(2, "경로당 이야기", "물레방아"),
        talk(3, "물레방아", "물레방아 다시"),
        page,
        slides,
        paper,
    )

    def found(text: str, *places: str) -> tuple[set[str], dict[str, int]]:
        filters = {"place": places} if places else {}
        result = engine.search(EngineQuery(text, PUBLIC, filters, limit=100))
        assert result.total == len(result.hits)
        return {hit.key for hit in result.hits}, dict(result.facets["place"])

    everything, counts = found("물레방아")
    assert len(everything) == 6
    assert counts == {"body": 3, "captions": 2, "slides": 1, "attachment": 1}
    assert found("물레방아", "captions") == ({"lecture:2", "lecture:3"}, counts)
    assert found("물레방아", "body")[0] == {"lecture:1", "lecture:3", "case:1"}
    assert found("물레방아", "slides", "attachment")[0] == {"file:1", "file:2"}
    assert found("", "captions")[0] == {"lecture:1", "lecture:2", "lecture:3"}
    assert found("")[1] == {"body": 4, "captions": 3, "slides": 1, "attachment": 1}
    assert found("물레방아", "captions")[1] == counts
    kinds = engine.search(EngineQuery("물레방아", PUBLIC, {"place": ("captions",)})).facets["kind"]
    assert kinds == {"lecture": 2}
