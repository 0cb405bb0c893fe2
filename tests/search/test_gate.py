"""A build serves only when it is whole and finds as well as the one before."""

from __future__ import annotations

import json

import pytest
from taggit.models import Tag

from search import feed, gate, outbox
from search.engines.base import Change
from search.sync import drain_all, sync_all
from tests.search.fakes import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def synced(tags, engine):
    made = [Tag.objects.create(name=name) for name in ("스마트경로당", "자율주행", "공유자전거")]
    sync_all(engine)
    return made


def build_of(engine):
    return feed.build(engine)


def test_a_whole_build_may_serve(synced, engine):
    build = build_of(engine)
    assert gate.objections(build, engine) == []
    feed.promote(engine)
    assert engine.titles() == ["공유자전거", "스마트경로당", "자율주행"]


def test_a_build_that_lost_documents_may_not(synced, engine):
    build = build_of(engine)
    key = f"tag:{synced[0].pk}"
    lost = build.documents.pop(key)
    with pytest.raises(feed.NotPromoted, match=rf"1 documents are missing: {key}"):
        feed.promote(engine)
    build.documents[key] = (lost[0], lost[1] - 1)
    with pytest.raises(feed.NotPromoted, match="1 documents are stale"):
        feed.promote(engine)
    build.documents[key] = lost
    build.documents["tag:999"] = lost
    with pytest.raises(feed.NotPromoted, match="1 documents are unexpected: tag:999"):
        feed.promote(engine)
    assert len(engine.documents) == 3
    feed.promote(engine, anyway=True)
    assert "tag:999" in engine.documents


def test_what_changes_meanwhile_is_no_objection(synced, engine):
    build = build_of(engine)
    Tag.objects.filter(pk=synced[0].pk).delete()
    synced[1].name = "자율주행 버스"
    synced[1].save()
    Tag.objects.create(name="새 꼬리표")
    drain_all(deadline=float("inf"))
    assert gate.objections(build, engine) == []


def test_a_document_that_the_engine_refuses_for_good_holds_up_nothing(synced, engine):
    build = build_of(engine)
    key = next(iter(build.documents))
    del build.documents[key]
    assert gate.objections(build, engine) != []
    outbox.set_aside({key: f"{engine.name}: it is too long"})
    assert gate.objections(build, engine) == []


@pytest.fixture
def judged(tmp_path, settings):
    folder = tmp_path / "judged"
    folder.mkdir()
    queries = [{"id": "1", "text": "경로당", "kind": "kw"}, {"id": "2", "text": "자전거", "kind": "kw"}]
    (folder / "queries.jsonl").write_text("\n".join(json.dumps(query) for query in queries))
    (folder / "qrels.tsv").write_text("1\tfirst\t1\n2\tsecond\t1\n")
    settings.SEARCH_JUDGED_SET = str(folder)
    return folder


def test_a_build_that_finds_less_may_not_serve(db, judged, tmp_path):
    from search.engines.embedded import EmbeddedEngine
    from search.models import SearchDocument

    serving = EmbeddedEngine(tmp_path / "one")
    texts = ("스마트경로당", "공유자전거")
    names = {"case:1": "first", "case:2": "second"}
    for number, (key, name) in enumerate(names.items(), 1):
        SearchDocument.objects.create(kind="case", object_id=number, external_id=name, seq=number)
        serving.apply([Change(key, record("case", number, texts[number - 1]), number)], number)
    good, bad = serving.begin_build(), serving.begin_build()
    good.apply([Change(key, record("case", n, texts[n - 1]), n) for n, key in enumerate(names, 1)], 2)
    bad.apply([Change(key, record("case", n, "다른 말"), n) for n, key in enumerate(names, 1)], 2)
    assert gate.objections(good, serving) == []
    (objection,) = gate.objections(bad, serving)
    assert objection == "nDCG@10 over 2 judged queries falls from 1.000 to 0.000"
