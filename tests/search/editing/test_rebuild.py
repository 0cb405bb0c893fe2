"""New words of the analyser: the index is built anew behind the one that answers, on every engine."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from search import feed, gate, states
from search.consistency import tidy
from search.editing import rebuild
from search.editing.dictionary import wanted
from search.editing.progress import Stage, progress
from search.engines.base import Engine, EngineQuery, EngineUnavailable
from search.engines.embedded import EmbeddedEngine
from search.models import IndexState, SearchDocument, UserWord
from tests.search.fakes import record

pytestmark = pytest.mark.django_db

PUBLIC = ("public",)
# Without a word of its own the analyser takes it apart, and 마일리지 is one of its words.
WORD = "에코마일리지"


def not_about(engine: Engine, word: str) -> list[str]:
    """The keys of all documents without this word: what an index calls a word shows in what is left out."""
    found = engine.search(EngineQuery("", PUBLIC, excluded=(word,), limit=100))
    assert found.ready
    return sorted(hit.key for hit in found.hits)


def found(engine: Engine, text: str) -> list[str]:
    answer = engine.search(EngineQuery(text, PUBLIC, limit=100))
    assert answer.ready
    return sorted(hit.key for hit in answer.hits)


@pytest.fixture
def documents(shelve):
    """Rows of documents that no index has taken yet."""
    shelve(
        record("case", 1, f"{WORD} 상담소를 열었다"),
        record("case", 2, "경로당 키오스크 교육"),
        feed=False,
    )


@pytest.fixture
def engine(open_engine, documents) -> Engine:
    """An engine whose index is filled."""
    engine = open_engine()
    assert feed.feed_once(engine) == 2
    return engine


def finish(engine: Engine, most: int = 50) -> int:
    """Steps until there is nothing left to do."""
    for number in range(most):
        if not rebuild.step(engine):
            return number
    raise AssertionError("the rebuild does not end")


def test_without_words_of_editors_there_is_nothing_to_do(engine):
    assert rebuild.step(engine) == 0
    assert engine.waiting_build() is None


def test_a_word_takes_effect_when_the_new_index_is_whole_and_not_before(engine, open_engine):
    other = open_engine()
    assert not_about(other, "마일리지") == ["case:2"]
    UserWord.objects.create(word=WORD)
    assert not_about(other, "마일리지") == not_about(engine, "마일리지") == ["case:2"]
    assert finish(engine) > 0
    # Another process, which has asked the index of before, is answered by the new one with its words.
    for asked in (engine, other):
        assert not_about(asked, "마일리지") == ["case:1", "case:2"]
        assert not_about(asked, WORD) == ["case:2"]
        assert asked.dictionary() == wanted()
    assert found(other, f"{WORD}의 상담") == ["case:1"]


def test_parts_are_found_on_their_own(engine):
    UserWord.objects.create(word=WORD, parts="마일리지")
    finish(engine)
    assert not_about(engine, "마일리지") == ["case:2"]
    assert not_about(engine, "에코") == ["case:1", "case:2"]


def test_readers_are_answered_and_new_documents_found_while_it_is_built(engine, shelve, monkeypatch):
    monkeypatch.setattr(rebuild, "STEP_SECONDS", 0.0)
    monkeypatch.setattr(rebuild, "BATCH", 1)
    UserWord.objects.create(word=WORD)
    rebuild.step(engine)
    assert engine.waiting_build().count() == 1
    shelve(record("case", 3, f"{WORD} 둘째 상담소"), feed=False)
    feed.feed_once(engine)
    # The index of before, with its own words.
    assert found(engine, "상담소") == ["case:1", "case:3"]
    assert not_about(engine, "마일리지") == ["case:2"]
    finish(engine)
    assert found(engine, "상담소") == ["case:1", "case:3"]
    assert not_about(engine, "마일리지") == ["case:1", "case:2", "case:3"]
    assert not list(gate.incomplete(engine))


def test_a_word_taken_back_brings_the_old_words_back(engine):
    word = UserWord.objects.create(word=WORD)
    finish(engine)
    word.delete()
    assert not_about(engine, "마일리지") == ["case:1", "case:2"]
    finish(engine)
    assert not_about(engine, "마일리지") == ["case:2"]


def test_a_word_taken_back_while_it_is_built_leaves_nothing_behind(engine, monkeypatch):
    monkeypatch.setattr(rebuild, "STEP_SECONDS", 0.0)
    monkeypatch.setattr(rebuild, "BATCH", 1)
    word = UserWord.objects.create(word=WORD)
    rebuild.step(engine)
    assert engine.waiting_build() is not None
    word.delete()
    assert rebuild.step(engine) == 0
    assert engine.waiting_build() is None
    assert not states.builds(engine).exists()


def builds_begun(monkeypatch):
    """The words of every build that begins from now on."""
    begun, begin = [], rebuild._begin

    def note(engine, words):
        begun.append(words)
        return begin(engine, words)

    monkeypatch.setattr(rebuild, "_begin", note)
    return begun


def test_words_that_change_while_one_is_built_cause_one_more_build(engine, monkeypatch):
    monkeypatch.setattr(rebuild, "STEP_SECONDS", 0.0)
    monkeypatch.setattr(rebuild, "BATCH", 1)
    begun = builds_begun(monkeypatch)
    UserWord.objects.create(word=WORD)
    rebuild.step(engine)
    for word in ("다누리콜", "온동네돌봄", "따릉이"):
        UserWord.objects.create(word=word)
        rebuild.step(engine)
    finish(engine)
    assert [len(words.added) for words in begun] == [1, 4]
    assert engine.dictionary() == wanted()


def test_words_that_change_before_the_worker_looks_cause_one_build(engine, monkeypatch):
    begun = builds_begun(monkeypatch)
    for word in (WORD, "다누리콜", "온동네돌봄"):
        UserWord.objects.create(word=word)
    finish(engine)
    assert [len(words.added) for words in begun] == [3]


def test_a_worker_that_is_killed_is_followed_by_one_that_goes_on(engine, open_engine, monkeypatch):
    monkeypatch.setattr(rebuild, "STEP_SECONDS", 0.0)
    monkeypatch.setattr(rebuild, "BATCH", 1)
    UserWord.objects.create(word=WORD)
    rebuild.step(engine)
    build = engine.waiting_build().build
    next_worker = open_engine()
    monkeypatch.setattr(rebuild, "_begin", lambda *args: pytest.fail("begun anew"))
    finish(next_worker)
    assert not_about(engine, "마일리지") == ["case:1", "case:2"]
    assert build  # the very build that was begun


def test_progress_tells_how_many_of_how_many(engine, monkeypatch):
    monkeypatch.setattr(rebuild, "STEP_SECONDS", 0.0)
    monkeypatch.setattr(rebuild, "BATCH", 1)

    def now() -> tuple[Stage, int, int]:
        (item,) = progress()
        return item.stage, item.documents, item.total

    assert now() == (Stage.DONE, 0, 0)
    UserWord.objects.create(word=WORD)
    assert now()[0] == Stage.WAITING
    rebuild.step(engine)
    assert now() == (Stage.BUILDING, 1, 2)
    assert progress()[0].begun_at is not None
    assert progress()[0].percent == 50
    finish(engine)
    assert now() == (Stage.DONE, 0, 0)
    tidy()
    assert IndexState.objects.count() == 1


def test_what_stops_a_build_is_told_and_it_goes_on_when_that_is_over(engine, monkeypatch):
    UserWord.objects.create(word=WORD)
    pull = feed.pull

    def fails(engine: Engine, limit: int = 1) -> int:
        raise EngineUnavailable("the disk is full")

    monkeypatch.setattr(feed, "pull", fails)
    with pytest.raises(EngineUnavailable):
        rebuild.step(engine)
    (item,) = progress()
    assert (item.stage, item.error) == (Stage.STOPPED, "the disk is full")
    assert not_about(engine, "마일리지") == ["case:2"]
    monkeypatch.setattr(feed, "pull", pull)
    finish(engine)
    assert progress()[0].stage == Stage.DONE


def test_a_build_that_finds_less_does_not_serve_and_is_not_tried_without_end(engine, monkeypatch):
    UserWord.objects.create(word=WORD)
    asked = []

    def object_(*args):
        asked.append(1)
        return ["nDCG@10 falls"]

    monkeypatch.setattr(gate, "objections", object_)
    with pytest.raises(feed.NotPromoted):
        finish(engine)
    for _ in range(5):
        assert rebuild.step(engine) == 0
    assert len(asked) == 1
    assert "nDCG@10 falls" in progress()[0].error
    assert not_about(engine, "마일리지") == ["case:2"]
    # Other words are tried at once.
    monkeypatch.setattr(gate, "objections", lambda *args: [])
    UserWord.objects.create(word="다누리콜")
    finish(engine)
    assert engine.dictionary() == wanted()


def test_a_host_that_is_silent_is_told_apart(engine):
    UserWord.objects.create(word=WORD)
    IndexState.objects.update(updated_at=timezone.now() - timedelta(hours=1))
    assert progress()[0].stage == Stage.SILENT


def test_an_index_that_is_not_there_yet_is_filled_with_the_words_wanted(open_engine, documents):
    UserWord.objects.create(word=WORD)
    engine = open_engine()
    assert rebuild.step(engine) == 0
    feed.feed_once(engine)
    assert engine.dictionary() == wanted()
    assert not_about(engine, "마일리지") == ["case:1", "case:2"]
    assert SearchDocument.objects.count() == 2


def test_an_embedded_index_whose_words_cannot_be_read_is_built_anew(documents, tmp_path):
    UserWord.objects.create(word=WORD)
    engine = EmbeddedEngine(tmp_path / "search")
    feed.feed_once(engine)
    (stored,) = (tmp_path / "search").glob("*/words.json")
    stored.write_text("{half", "utf-8")
    fresh = EmbeddedEngine(tmp_path / "search")
    assert not fresh.search(EngineQuery("상담소", PUBLIC)).ready
    while feed.feed_once(fresh):
        pass
    assert not_about(fresh, "마일리지") == ["case:1", "case:2"]
