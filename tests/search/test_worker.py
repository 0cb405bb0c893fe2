from __future__ import annotations

import logging
import threading
import time
from functools import partial
from itertools import pairwise

import pytest
from django.db import OperationalError

from search import worker
from search.worker import Chore, index_chores, run


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(worker, "BACKOFF_SECONDS", 0.01)
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0.01)


def until(stop: threading.Event, done, seconds: float = 10.0):
    """A tick that stops the loop when ``done()`` holds."""
    deadline = time.monotonic() + seconds

    def tick():
        assert time.monotonic() < deadline
        if done():
            stop.set()

    return tick


def count(done: list[int]) -> int:
    done.append(1)
    return 1


def test_a_chore_that_fails_is_tried_again_and_holds_up_no_other(caplog):
    stop = threading.Event()
    attempts, others = [], []

    def locked() -> int:
        attempts.append(time.monotonic())
        if len(attempts) < 4:
            raise OperationalError("database is\nlocked")
        return 0

    def other() -> int:
        others.append(1)
        return 0

    with caplog.at_level(logging.INFO):
        run([Chore("drain", locked), Chore("feed", other)], stop, until(stop, lambda: len(attempts) >= 5))
    assert len(others) >= 5
    lines = [record.getMessage() for record in caplog.records]
    assert lines[0] == "drain failed, again in 0.0 s: OperationalError: database is locked"
    assert len([line for line in lines if "failed" in line]) == 3
    assert "drain works again" in lines
    waits = [b - a for a, b in pairwise(attempts)]
    assert waits[2] >= 0.04


def test_a_chore_keeps_its_rhythm():
    done: list[int] = []
    chore = Chore("schedule", partial(count, done), every=60)
    assert [chore.run(), chore.run()] == [1, 0]
    assert len(done) == 1


def test_work_is_done_without_waiting_between():
    stop = threading.Event()
    left = [5]

    def act() -> int:
        left[0] -= 1
        return max(left[0], 0)

    begun = time.monotonic()
    run([Chore("drain", act)], stop, until(stop, lambda: left[0] <= 0))
    assert time.monotonic() - begun < 1


def test_the_chores_bring_a_page_from_the_editor_to_the_index(add, pages, engine):
    chores = index_chores(engine)
    page = add("cases")
    for chore in chores:
        chore.run()
    assert engine.titles() == ["cases"]
    page.unpublish()
    for chore in chores:
        chore.run()
    assert engine.titles() == []


def test_a_child_that_ends_is_started_again_and_stopped_with_its_parent(monkeypatch, caplog):
    started = []
    real = worker.subprocess.Popen

    def pretend(command, **options):
        script = "import time; time.sleep(60)" if started else "raise SystemExit(3)"
        started.append(real([command[0], "-c", script]))
        return started[-1]

    monkeypatch.setattr(worker.subprocess, "Popen", pretend)
    child = worker.ChildProcess("tasks")
    deadline = time.monotonic() + 20
    while len(started) < 2 and time.monotonic() < deadline:
        child.keep_alive()
        time.sleep(0.01)
    assert "ended with code 3" in caplog.text
    assert started[1].poll() is None
    child.stop()
    assert started[1].poll() is not None
    child.stop()
