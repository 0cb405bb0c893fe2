"""The loop behind ``manage.py worker``: chores in turn, each with its own rhythm and its own patience.

A chore that fails is logged in one line and tried again later and later; the others go on. Nothing here holds
state: whatever a killed worker left undone is found again in the database.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

from django.conf import settings
from django.db import close_old_connections, connection

from search import chores, nightly, preparations, scheduled, states, tasks
from search.drain import drain_once
from search.editing import rebuild
from search.engines import cluster_breaker, embedded_engine, patience
from search.engines.base import Engine, EngineQuery, EngineUnavailable
from search.feed import feed_once
from search.locks import cluster_lock

logger = logging.getLogger(__name__)

#: Seconds to wait when there is nothing to do: soon after work, and when it has been quiet for a while.
IDLE_SECONDS = 0.2
QUIET_SECONDS = 0.5
QUIET_AFTER_SECONDS = 30.0

BACKOFF_SECONDS = 0.5
BACKOFF_LIMIT_SECONDS = 30.0
#: An index that was away is to be current within seconds of its return.
FEED_BACKOFF_LIMIT_SECONDS = 4.0
#: What fails for long is told every so many times.
TELL_EVERY = 8
SCHEDULE_SECONDS = 60.0
LOOK_SECONDS = 2.0
WORDS_SECONDS = 0.5
#: How many questions a reader's search asks the cluster, about.
QUESTIONS = 3
CHILD_GRACE_SECONDS = 10.0


def backoff(failures: int, longest: float = BACKOFF_LIMIT_SECONDS) -> float:
    """Seconds to wait after so many failures in a row, at most ``longest``."""
    return min(BACKOFF_SECONDS * 2.0 ** min(failures - 1, 16), longest)


class Chore:
    """Something to do every ``every`` seconds, ``longest`` after failures; ``act`` returns how much it did."""

    def __init__(
        self, name: str, act: Callable[[], int], every: float = 0.0, longest: float = BACKOFF_LIMIT_SECONDS
    ) -> None:
        self.name = name
        self.act = act
        self.every = every
        self.longest = longest
        self.due = 0.0
        self.failures = 0

    def run(self) -> int:
        """Do it if it is time; returns how much was done. A failure is logged and puts it off."""
        if time.monotonic() < self.due:
            return 0
        try:
            done = self.act()
        except Exception as error:
            self._fail(error)
            return 0
        if self.failures:
            logger.info("%s works again", self.name)
        self.failures = 0
        self.due = time.monotonic() + self.every
        return done

    def _fail(self, error: Exception) -> None:
        self.failures += 1
        delay = backoff(self.failures, self.longest)
        self.due = time.monotonic() + delay
        message = " ".join(str(error).split()) or "no message"
        if self.failures <= TELL_EVERY or self.failures % TELL_EVERY == 0:
            logger.error(
                "%s failed, again in %.1f s: %s: %s", self.name, delay, type(error).__name__, message
            )
        if not connection.in_atomic_block:
            # Whatever state the connection is in, the next attempt begins with a new one.
            connection.close()


def run(chores: list[Chore], stop: threading.Event, tick: Callable[[], None] = lambda: None) -> None:
    """Do the chores in turn until ``stop`` is set; ``tick`` is called once a round."""
    active = time.monotonic()
    while not stop.is_set():
        tick()
        if sum(chore.run() for chore in chores):
            active = time.monotonic()
            continue
        close_old_connections()
        stop.wait(IDLE_SECONDS if time.monotonic() - active < QUIET_AFTER_SECONDS else QUIET_SECONDS)


def index_chores(engine: Engine | None = None) -> list[Chore]:
    """Drain, scheduled publishing, and the index of this host."""
    return [
        Chore("drain", drain_once),
        *_engine_chores(lambda: engine or embedded_engine()),
        Chore("scheduled publishing", _publish_due, SCHEDULE_SECONDS),
    ]


def cluster_chores(engine: Engine) -> list[Chore]:
    """The index that all hosts share: whoever gets its lock feeds it. A cluster that hangs holds up nothing else."""
    return [
        Chore("look for Elasticsearch", lambda: _look(engine), LOOK_SECONDS),
        *_engine_chores(lambda: engine),
    ]


def _engine_chores(of: Callable[[], Engine]) -> list[Chore]:
    return [
        Chore("feed", lambda: feed_once(of()), longest=FEED_BACKOFF_LIMIT_SECONDS),
        Chore("words of editors", lambda: rebuild.step(of()), WORDS_SECONDS),
        Chore("report", lambda: _report(of()), SCHEDULE_SECONDS),
        Chore("nightly check", lambda: _nightly(of()), SCHEDULE_SECONDS),
    ]


def _look(engine: Engine) -> int:
    """Ask a cluster that is known to be away, so that no reader has to try.

    One that answers, but so slowly that the several questions of a reader would take too long, is away still.
    """
    away = cluster_breaker()
    if away.open:
        try:
            with patience.until(time.monotonic() + settings.ELASTICSEARCH["SEARCH_SECONDS"] / QUESTIONS):
                ready = engine.search(EngineQuery("", ("public",), limit=1, with_facets=False)).ready
        except EngineUnavailable:
            away.failed()
        else:
            away.works() if ready else away.failed()
    return 0


def task_chores() -> list[Chore]:
    """Wagtail's background tasks, what rooms prepare for the index, and their own chores."""
    return [
        Chore("background tasks", tasks.run_next_task),
        *(Chore(name, act) for name, act in preparations.each()),
        *(Chore(*registered) for registered in chores.each()),
        Chore("interrupted tasks", tasks.retry_interrupted_tasks, SCHEDULE_SECONDS),
    ]


def _publish_due() -> int:
    with cluster_lock("schedule") as mine:
        return scheduled.publish_due() if mine else 0


def _report(engine: Engine) -> int:
    states.heartbeat(engine)
    return 0


def _nightly(engine: Engine) -> int:
    if nightly.is_due(engine):
        nightly.run(engine)
    return 0


# --- processes --------------------------------------------------------------------------------------------


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and SIGINT set; the chore at hand is finished first."""
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    return stop


def orphaned(parent: int) -> bool:
    """Whether the process that started this one is gone."""
    return os.getppid() != parent


class ChildProcess:
    """A worker of its own for one kind of chores (``--only``): what is slow or crashes there holds up nothing here."""

    def __init__(self, only: str) -> None:
        self._only = only
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._due = 0.0
        self._failures = 0

    def keep_alive(self) -> None:
        """Start it, or start it again when it has ended; later and later when it ends at once."""
        if self._process is None:
            if time.monotonic() >= self._due:
                self._start()
        elif self._process.poll() is not None:
            self._note_end(self._process.returncode)

    def _start(self) -> None:
        parent = str(os.getpid())
        command = [sys.executable, "-m", "django", "worker", "--only", self._only, "--parent", parent]
        self._process = subprocess.Popen(command, cwd=settings.BASE_DIR)
        self._started = time.monotonic()

    def _note_end(self, code: int) -> None:
        lived = time.monotonic() - self._started
        self._failures = 1 if lived > BACKOFF_LIMIT_SECONDS else self._failures + 1
        delay = backoff(self._failures)
        self._process, self._due = None, time.monotonic() + delay
        logger.error("the %s process ended with code %d, again in %.1f s", self._only, code, delay)

    def stop(self) -> None:
        """End it, after the task at hand if that does not take long."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(CHILD_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
