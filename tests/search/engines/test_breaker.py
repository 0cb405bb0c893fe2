from __future__ import annotations

from types import SimpleNamespace

import pytest

from search.engines import breaker as module
from search.engines.breaker import FIRST_SECONDS, LONGEST_SECONDS, Breaker


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1_000_000.0

    monkeypatch.setattr(module, "time", SimpleNamespace(time=lambda: Clock.now))
    monkeypatch.setattr(module, "random", SimpleNamespace(uniform=lambda low, high: 1.0))
    return Clock


def test_an_engine_that_answers_may_always_be_asked(tmp_path):
    breaker = Breaker(tmp_path / "away")
    assert breaker.allows()
    assert breaker.allows()
    breaker.works()
    assert list(tmp_path.iterdir()) == []


def test_after_a_failure_every_process_keeps_away_and_then_one_tries(tmp_path, clock):
    mine, other = Breaker(tmp_path / "search" / "away"), Breaker(tmp_path / "search" / "away")
    mine.failed()
    assert (mine.allows(), other.allows()) == (False, False)
    clock.now += FIRST_SECONDS + 0.1
    assert (mine.allows(), other.allows()) == (True, False)
    mine.works()
    assert other.allows()
    assert not other.open


def test_a_clock_that_is_set_back_keeps_nobody_away(tmp_path, clock):
    breaker = Breaker(tmp_path / "away")
    breaker.failed()
    clock.now -= 7200
    assert breaker.allows()
    assert not breaker.allows()


def test_it_waits_longer_with_each_failure_up_to_a_limit(tmp_path, clock):
    breaker, waits = Breaker(tmp_path / "away"), []
    for _ in range(8):
        breaker.failed()
        start = clock.now
        while not breaker.allows():
            clock.now += 1
        waits.append(clock.now - start)
    assert waits == sorted(waits)
    assert waits[0] == pytest.approx(FIRST_SECONDS, abs=1)
    assert waits[-1] == pytest.approx(LONGEST_SECONDS, abs=1)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"until": "x"}'])
def test_a_file_that_says_nothing_lets_one_try(tmp_path, text):
    (tmp_path / "away").write_text(text)
    breaker = Breaker(tmp_path / "away")
    assert breaker.open
    assert breaker.allows()
    assert not breaker.allows()


def test_a_disk_that_refuses_stops_no_search(tmp_path):
    (tmp_path / "file").write_text("")
    breaker = Breaker(tmp_path / "file" / "away")
    breaker.failed()
    assert breaker.allows()
