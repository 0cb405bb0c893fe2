from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from taggit.models import Tag

from search import feed, states
from search.consistency import tidy
from search.drain import drain_once
from search.engines.base import EngineUnavailable
from search.feed import feed_once
from search.locks import file_lock
from search.models import IndexState, SearchDocument, SearchSequence
from tests.search.fakes import MemoryEngine

pytestmark = pytest.mark.django_db


def feed_all(engine: MemoryEngine) -> int:
    return sum(iter(lambda: feed_once(engine), 0))


@pytest.fixture
def make(tags):
    """Tags of these names, indexed into rows."""

    def make(*names: str) -> list[Tag]:
        made = [Tag.objects.create(name=name) for name in names]
        while drain_once():
            pass
        return made

    return make


def rename(tag: Tag, name: str) -> None:
    tag.name = name
    tag.save()
    while drain_once():
        pass


def test_changes_arrive_in_order_and_once(make, engine):
    make("a", "b", "c")
    assert feed_all(engine) == 3
    assert engine.titles() == ["a", "b", "c"]
    make("d")
    assert feed_once(engine) == 1
    assert feed_once(engine) == 0
    assert engine.applied[-1] == engine.cursor() == SearchSequence.objects.get().value


def test_batches_are_bounded(make, engine):
    make("a")
    feed_all(engine)
    make("b", "c", "d")
    assert [feed_once(engine, 2), feed_once(engine, 2), feed_once(engine, 2)] == [2, 1, 0]


def test_what_was_deleted_leaves_the_index(make, engine):
    a, _ = make("a", "b")
    feed_all(engine)
    a.delete()
    while drain_once():
        pass
    feed_all(engine)
    assert engine.titles() == ["b"]


def test_an_engine_that_was_away_misses_nothing(make, engine):
    (tag,) = make("a")
    feed_all(engine)
    engine.away = True
    rename(tag, "changed meanwhile")
    with pytest.raises(EngineUnavailable):
        feed_once(engine)
    engine.away = False
    feed_all(engine)
    assert engine.titles() == ["changed meanwhile"]


def test_an_empty_index_is_filled_aside_and_serves_when_it_is_whole(make, engine):
    make("a", "b")
    engine.away = True
    with pytest.raises(EngineUnavailable):
        feed_once(engine)
    assert engine.titles() == []
    engine.away = False
    assert feed_once(engine) == 2
    assert engine.titles() == ["a", "b"]
    # The build that was begun when the engine went away was gone on with.
    assert engine.begun == []


def test_nothing_is_built_while_there_is_nothing_to_index(db, engine):
    assert feed_once(engine) == 0
    assert engine.begun == []


def test_an_index_of_another_database_is_built_anew(make, engine):
    make("a")
    feed_all(engine)
    stranger = MemoryEngine()
    stranger.documents = {"tag:999": (engine.documents[next(iter(engine.documents))][0], 1)}
    stranger.at = 77
    feed_all(stranger)
    assert stranger.titles() == ["a"]
    assert "tag:999" not in stranger.documents


def test_an_index_that_is_ahead_of_a_restored_database_is_built_anew(make, engine):
    (tag,) = make("a")
    feed_all(engine)
    kept = list(SearchDocument.objects.values()), IndexState.objects.get(), SearchSequence.objects.get()
    rename(tag, "lost with the backup")
    feed_all(engine)
    SearchDocument.objects.all().delete()
    SearchDocument.objects.bulk_create(SearchDocument(**row) for row in kept[0])
    for row in kept[1:]:
        row.save()
    make("b", "c")
    feed_all(engine)
    assert engine.titles() == ["a", "b", "c"]


def test_a_crash_between_engine_and_report_is_no_reason_to_build_anew(make, engine, monkeypatch):
    make("a")
    feed_all(engine)
    make("b")
    with monkeypatch.context() as patch:
        patch.setattr(states, "finish", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            feed_once(engine)
    make("c")
    applied = len(engine.applied)
    feed_all(engine)
    assert engine.titles() == ["a", "b", "c"]
    assert len(engine.applied) == applied + 1


def test_another_process_that_feeds_is_left_alone(make, engine):
    make("a")
    with file_lock("feed-memory") as mine:
        assert mine
        assert feed_once(engine) == 0
    assert feed_once(engine) == 1


# --- tombstones -------------------------------------------------------------------------------------------


def test_tombstones_stay_until_every_index_has_passed_them(make, engine):
    (a,) = make("a")
    feed_all(engine)
    IndexState.objects.create(host="another host", engine="memory", cursor=engine.cursor())
    a.delete()
    make("b")
    feed_all(engine)
    assert tidy() == 0
    IndexState.objects.filter(host="another host").update(cursor=engine.cursor())
    assert tidy() == 1
    assert not SearchDocument.objects.filter(deleted=True).exists()


def test_an_index_that_vanished_holds_no_tombstones_and_is_rebuilt_when_it_returns(make, engine):
    (a,) = make("a")
    feed_all(engine)
    IndexState.objects.update(updated_at=timezone.now() - timedelta(days=states.STALE_DAYS + 1))
    IndexState.objects.create(host="another host", engine="memory", cursor=10**6)
    a.delete()
    make("b")
    assert tidy() == 1
    assert engine.titles() == ["a"]
    feed_all(engine)
    assert engine.titles() == ["b"]


def test_a_build_that_waits_holds_tombstones(make, engine):
    (a,) = make("a")
    feed_all(engine)
    build = feed.build(engine)
    a.delete()
    make("b")
    feed_all(engine)
    assert tidy() == 0
    assert engine.titles() == ["b"]
    assert build.titles() == ["a"]
    feed.promote(engine)
    assert engine.titles() == ["b"]
    assert tidy() == 1


# --- builds -----------------------------------------------------------------------------------------------


def test_a_build_serves_only_after_it_is_promoted(make, engine):
    make("a")
    feed_all(engine)
    engine.documents.clear()
    feed.build(engine)
    assert engine.titles() == []
    feed.promote(engine)
    assert engine.titles() == ["a"]
    assert feed_once(engine) == 0
    assert IndexState.objects.get().cursor == engine.cursor()


def test_there_is_nothing_to_promote_without_a_build(make, engine):
    make("a")
    with pytest.raises(feed.NotPromoted, match="no build"):
        feed.promote(engine)


def test_a_build_whose_deletions_may_be_gone_does_not_serve(make, engine):
    make("a")
    feed_all(engine)
    feed.build(engine)
    IndexState.objects.exclude(engine="memory").delete()
    with pytest.raises(feed.NotPromoted, match="build again"):
        feed.promote(engine)


def test_the_build_before_serves_again_with_everything_that_came_since(make, engine):
    a, b, _ = make("a", "b", "c")
    feed_all(engine)
    feed.build(engine)
    feed.promote(engine)
    a.delete()
    rename(b, "b changed")
    make("d")
    feed_all(engine)
    # Nothing remembers that "a" was there but the build that was replaced.
    assert tidy() == 1
    engine.documents.clear()
    feed.roll_back(engine)
    assert engine.titles() == ["b changed", "c", "d"]
    assert feed_once(engine) == 0
    make("e")
    assert feed_once(engine) == 1
    assert [state.engine for state in IndexState.objects.all()] == ["memory"]


def test_a_build_before_that_cannot_be_made_whole_does_not_serve(make, engine, monkeypatch):
    make("a", "b")
    feed_all(engine)
    feed.build(engine)
    feed.promote(engine)
    engine.earlier.documents.clear()
    monkeypatch.setattr(MemoryEngine, "apply", lambda self, changes, cursor, **more: None)
    with pytest.raises(feed.NotPromoted, match="may not serve: 2 documents are missing"):
        feed.roll_back(engine)
    assert engine.titles() == ["a", "b"]


def test_there_is_nothing_to_go_back_to_without_an_earlier_build(make, engine):
    make("a")
    feed_all(engine)
    engine.earlier = None
    with pytest.raises(feed.NotPromoted, match="no earlier build"):
        feed.roll_back(engine)


def test_pruning_deletes_builds_that_do_not_serve(make, engine):
    make("a")
    feed_all(engine)
    feed.build(engine)
    assert feed.prune(engine) == ["build-1"]
    assert [state.engine for state in IndexState.objects.all()] == ["memory"]
    assert engine.titles() == ["a"]


@pytest.mark.django_db(transaction=True)
def test_feeding_while_rows_are_written_ends_at_the_newest(tags, engine):
    made = [Tag.objects.create(name=f"tag {number}") for number in range(5)]
    stop = threading.Event()
    problems: list[Exception] = []

    def write():
        try:
            for turn in range(10):
                for tag in made:
                    tag.name = f"{tag.pk} {turn}"
                    tag.save()
                while drain_once():
                    pass
        except Exception as error:
            problems.append(error)
        finally:
            stop.set()
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    while not stop.is_set():
        feed_once(engine)
    writer.join()
    feed_all(engine)
    assert problems == []
    assert engine.titles() == sorted(f"{tag.pk} 9" for tag in made)
    assert engine.applied == sorted(engine.applied)
