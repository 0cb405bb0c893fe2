from __future__ import annotations

import pytest
from taggit.models import Tag

from search import consistency
from search.consistency import describe, repair
from search.models import AudienceKey, IndexJob, IndexState, SearchDocument
from search.sync import enqueue_everything, sync_all
from tests.search.fakes import record

pytestmark = pytest.mark.django_db


def check(engine) -> dict[str, set]:
    """The differences that there are, by name."""
    return {name: refs for name, refs in consistency.check(engine, patience=0).items() if refs}


@pytest.fixture
def synced(tags, engine) -> list[Tag]:
    made = [Tag.objects.create(name=name) for name in ("a", "b", "c")]
    sync_all(engine)
    return made


def test_nothing_differs_after_a_synchronisation(synced, engine):
    assert check(engine) == {}
    assert IndexState.objects.get().checked_at is not None


def test_every_kind_of_difference_is_found_and_repaired(synced, engine, tags):
    a, b, c = synced
    # Rows and index: one entry lost, one at another seq, one that nobody knows.
    del engine.documents[f"tag:{a.pk}"]
    engine.documents[f"tag:{b.pk}"] = (engine.documents[f"tag:{b.pk}"][0], 10**6)
    engine.documents["tag:999"] = (record("tag", 999, "ghost"), 3)
    # Objects and rows, changed behind the back of every signal: a new name, a new object, a lost object.
    Tag.objects.filter(pk=b.pk).update(name="b, renamed")
    Tag.objects.bulk_create([Tag(name="d", slug="d")])
    d = Tag.objects.get(name="d")
    Tag.objects.filter(pk=c.pk)._raw_delete("default")
    # A kind that the code no longer knows.
    SearchDocument.objects.create(kind="relic", object_id=5, seq=10**7)
    engine.documents["relic:5"] = (record("relic", 5, "relic"), 10**7)
    expected = {
        "unindexed": {("tag", d.pk)},
        "outdated": {("tag", b.pk)},
        "leftover": {("tag", c.pk), ("relic", 5)},
        "missing": {("tag", a.pk)},
        "stale": {("tag", b.pk)},
        "unexpected": {("tag", 999)},
    }
    found = consistency.check(engine, patience=0)
    assert {name: refs for name, refs in found.items() if refs} == expected
    SearchDocument.objects.filter(kind="relic").update(seq=4)
    repair(found)
    sync_all(engine)
    assert check(engine) == {}
    assert engine.titles() == ["a", "b, renamed", "d"]


def test_an_object_that_cannot_be_built_is_a_difference(synced, engine, tags):
    build = tags.build

    def broken(ids):
        if synced[0].pk in ids:
            raise ValueError("unreadable")
        return build(ids)

    tags.build = broken
    assert check(engine) == {"unreadable": {("tag", synced[0].pk)}}


def test_what_is_only_under_way_is_no_difference(synced, engine):
    """A difference counts when it is still there a moment later: here the index catches up in between."""
    engine_entries = engine.entries
    answers = [{}, engine_entries()]
    engine.entries = lambda: answers.pop(0)
    assert not consistency.check(engine, patience=0.01)


def test_everything_is_read_again_on_request(synced, engine):
    Tag.objects.filter(name="a").update(name="a, renamed")
    assert enqueue_everything() == 3
    sync_all(engine)
    assert engine.titles() == ["a, renamed", "b", "c"]


def test_audience_keys_that_no_document_carries_are_dropped(synced, engine):
    AudienceKey.objects.create(key="g5")
    consistency.tidy()
    assert [key.key for key in AudienceKey.objects.all()] == ["public"]


def test_long_lists_are_shortened():
    assert describe({("tag", 2), ("tag", 10)}) == "tag:2, tag:10"
    assert describe({("tag", pk) for pk in range(12)}, most=2) == "tag:0, tag:1 and 10 more"


def test_a_synchronisation_reports_what_it_did(tags, engine):
    Tag.objects.create(name="a")
    IndexJob.objects.create(source="taggit.tag", object_id=1, attempts=99)
    done = sync_all(engine)
    assert done.changes == 1
    assert done.jobs >= 1
