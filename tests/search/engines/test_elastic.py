"""What only Elasticsearch can do wrong: slow writers, lost indexes, refused documents, other versions."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from search.engines.base import Change, DocumentsRefused, EngineQuery, EngineUnavailable
from search.engines.elastic import ElasticEngine
from search.engines.elastic_client import shared_client
from search.engines.embedded import EmbeddedEngine
from search.records import PassageRecord
from tests.search.engines.test_contract import PUBLIC, keys, many, put
from tests.search.fakes import record
from tests.servers import MAJORS

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.parametrize("cluster", MAJORS, indirect=True, ids=lambda major: f"elasticsearch{major}"),
]


@pytest.fixture
def engine(cluster) -> ElasticEngine:
    return ElasticEngine(cluster)


def indexes(cluster) -> list[str]:
    return sorted(shared_client(cluster).indices.get_alias(index=f"{cluster.index_prefix}-*").body)


def test_a_slow_writer_does_not_overwrite_what_is_newer(engine):
    put(engine, record("case", 1, "경로당"))
    engine.apply([Change("case:1", record("case", 1, "자전거"), 9)], 9)
    engine.apply([Change("case:1", record("case", 1, "경로당"), 4)], 4)
    assert (keys(engine, "자전거"), keys(engine, "경로당")) == (["case:1"], [])
    assert engine.cursor() == 9
    engine.apply([Change("case:1", None, 12)], 12)
    engine.apply([Change("case:1", record("case", 1, "경로당"), 10)], 10)
    assert engine.entries() == {}
    assert engine.cursor() == 12


def passages_in(cluster) -> int:
    return shared_client(cluster).count(index=f"{cluster.index_prefix}-passages-*")["count"]


def test_no_passage_is_left_behind_even_by_a_writer_that_was_killed(engine, cluster, monkeypatch):
    def long(count: int, seq: int) -> Change:
        passages = tuple(PassageRecord(place, f"t={place}", "", f"경로당 {place}") for place in range(count))
        return Change("case:1", replace(record("case", 1, "사례"), passages=passages), seq)

    engine.apply([long(3, 1)], 1)
    real = ElasticEngine._refresh
    monkeypatch.setattr(ElasticEngine, "_refresh", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        engine.apply([long(30, 2)], 2)
    monkeypatch.setattr(ElasticEngine, "_refresh", real)
    engine.apply([long(5, 3)], 3)
    assert passages_in(cluster) == 5
    engine.apply([Change("case:1", None, 4)], 4)
    assert passages_in(cluster) == 0


def test_a_refused_document_holds_up_nothing(engine):
    good, bad = record("case", 1, "경로당"), record("case", 2, "경로당", tags=("가" * 40_000,))
    with pytest.raises(DocumentsRefused) as refused:
        engine.apply([Change("case:2", bad, 1), Change("case:1", good, 2)], 2)
    assert refused.value.reasons.keys() == {"case:2"}
    assert "tag is longer" in refused.value.reasons["case:2"]
    assert keys(engine, "경로당") == ["case:1"]
    assert engine.cursor() == 2


def test_an_index_deleted_by_hand_is_not_made_again_by_a_write(engine, cluster):
    put(engine, record("case", 1, "경로당"))
    build = engine.begin_build()
    put(build, record("case", 1, "경로당"))
    for name in indexes(cluster):
        shared_client(cluster).indices.delete(index=name)
    assert (engine.cursor(), engine.count(), engine.entries()) == (0, 0, {})
    assert not engine.search(EngineQuery("경로당", PUBLIC)).ready
    with pytest.raises(EngineUnavailable):
        build.apply([Change("case:2", record("case", 2, "자전거"), 2)], 2)


def test_a_read_only_index_is_an_engine_that_is_away_for_writers_only(engine, cluster):
    put(engine, record("case", 1, "경로당"))
    block = {"index.blocks.read_only_allow_delete": True}
    for name in indexes(cluster):
        shared_client(cluster).indices.put_settings(index=name, settings=block)
    with pytest.raises(EngineUnavailable):
        put(engine, record("case", 2, "자전거"), start=2)
    assert keys(engine, "경로당") == ["case:1"]
    assert engine.cursor() == 1
    for name in indexes(cluster):
        shared_client(cluster).indices.put_settings(
            index=name, settings={"index.blocks.read_only_allow_delete": None}
        )
    put(engine, record("case", 2, "자전거"), start=2)
    assert keys(engine, "자전거") == ["case:2"]


def test_an_index_of_another_version_neither_serves_nor_is_pruned_away(engine, cluster):
    other = ElasticEngine(cluster)
    other.fingerprint = "0123456789ab"
    put(other, record("case", 1, "경로당"))
    assert engine.cursor() == 0
    assert not engine.search(EngineQuery("경로당", PUBLIC)).ready
    assert engine.others() == ["0123456789ab-1"]
    assert engine.prune() == []
    put(engine, record("case", 1, "경로당"))
    assert keys(other, "경로당") == keys(engine, "경로당") == ["case:1"]


def test_the_index_knows_its_fingerprint(engine, cluster):
    put(engine, record("case", 1, "경로당"))
    found = shared_client(cluster).indices.get_mapping(index=f"{cluster.index_prefix}-*").body
    assert {index["mappings"]["_meta"]["fingerprint"] for index in found.values()} == {engine.fingerprint}
    assert {index["mappings"]["dynamic"] for index in found.values()} == {"strict"}


def test_a_wrong_key_or_address_is_an_engine_that_is_away(cluster):
    nowhere = ElasticEngine(replace(cluster, hosts=("http://127.0.0.1:9",)))
    for act in (nowhere.cursor, nowhere.count, nowhere.entries, nowhere.begin_build):
        with pytest.raises(EngineUnavailable):
            act()
    with pytest.raises(EngineUnavailable):
        nowhere.search(EngineQuery("경로당", PUBLIC))


def test_both_engines_agree_on_order_totals_facets_and_places(engine, tmp_path):
    embedded = EmbeddedEngine(tmp_path / "search")
    items = list(many(200, seed=3))
    for one in (engine, embedded):
        put(one, *items)
    chosen = random.Random(1)
    for text in ("경로당", "자전거 센서", "돌봄 주차 이야기", ""):
        for filters in ({}, {"district": ("노원구", "중구")}, {"year": ("2024",), "tag": ("앱", "센서")}):
            query = EngineQuery(text, ("public", "login"), filters, limit=10)
            mine, theirs = engine.search(query), embedded.search(query)
            assert mine.total == theirs.total
            assert json.dumps(mine.facets, sort_keys=True) == json.dumps(theirs.facets, sort_keys=True)
            overlap = {hit.key for hit in mine.hits} & {hit.key for hit in theirs.hits}
            assert len(overlap) >= 0.9 * len(theirs.hits)
    shown = [item.key for item in chosen.sample(items, 10)]
    query = EngineQuery("경로당", PUBLIC)
    assert engine.locate(query, shown, 3).keys() == embedded.locate(query, shown, 3).keys()
