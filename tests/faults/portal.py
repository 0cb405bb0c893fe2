"""The installation under test: where its cluster is, its processes, and whether database and indexes agree."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

from search.consistency import Differences, check
from search.engines import all_engines, named_engine
from search.engines.base import Engine, EngineUnavailable
from search.models import IndexJob, SearchDocument
from search.status import database_status
from search.sync import SyncTimeout, sync_all
from tests.faults.nursery import Child, Nursery

#: A file to which each test adds a line of figures; `python -m deploy.run faults` sums them up.
FIGURES = "FAULTS_FIGURES"


def environment() -> dict[str, str]:
    """Of a process on the database of the tests, which is a PostgreSQL on a socket."""
    database = connection.settings_dict
    host = database["HOST"] or database["OPTIONS"].get("host", "")
    user = f"{database['USER']}:{database['PASSWORD']}"
    port = f"&port={database['PORT']}" if database["PORT"] else ""
    url = f"postgresql://{user}@/{database['NAME']}?host={host}{port}"
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": url}


@dataclass
class Portal:
    """``changed``: the settings in which this installation differs from those of all tests."""

    nursery: Nursery
    folder: Path
    changed: dict[str, Any]
    processes: list[Child] = field(default_factory=list)

    def run(self, program: str, *arguments: Any, **settings: Any) -> Child:
        """Start ``module:function`` as a process of this installation."""
        log = self.folder / f"{len(self.processes)}-{program.rpartition(':')[2]}.log"
        child = self.nursery.start(program, *arguments, settings={**self.changed, **settings}, log=log)
        self.processes.append(child)
        return child

    def worker(self, only: str, clock: tuple[float, ...] = ()) -> Child:
        """One part of the worker: ``index`` or ``elasticsearch``; ``clock`` as in ``tests.faults.clock``."""
        return self.run("tests.faults.programs:worker", only, list(clock))

    def workers(self, count: int = 1) -> list[Child]:
        return [self.worker(only) for only in ("index", "elasticsearch") for _ in range(count)]

    def end(self) -> None:
        for process in self.processes:
            process.kill()

    def differences(self) -> dict[str, Differences]:
        """What each index has otherwise than the database, by a full comparison."""
        return {engine.name: check(engine, patience=0) for engine in all_engines()}

    def settle(self, patience: float = 60.0) -> float:
        """Wait until the workers have served every job and every index has every row; seconds that took."""
        begun = time.monotonic()
        while IndexJob.objects.exists() or any(behind(engine) for engine in all_engines()):
            if time.monotonic() - begun > patience:
                raise SyncTimeout(f"the workers do not get there: {self.state()}")
            time.sleep(0.1)
        return time.monotonic() - begun

    @staticmethod
    def behind_on(name: str) -> bool:
        return behind(named_engine(name))

    def state(self) -> str:
        """What an operator would want to know, for a failed test."""
        logs = [f"{child.log.name}: {child.said()}" for child in self.processes if child.said()]
        jobs = list(IndexJob.objects.values_list("source", "object_id", "attempts", "last_error")[:5])
        return "\n".join([json.dumps(database_status(), default=str), str(jobs), *logs])

    def agree(self) -> None:
        """Assert that nothing is lost, stale or left over on any engine, and nothing waits."""
        found = self.differences()
        assert not any(found.values()), (found, self.state())
        assert not IndexJob.objects.exists(), self.state()

    def recover(self) -> None:
        """What the next worker does, in this process; then everything agrees."""
        sync_all(timeout=60)
        self.agree()


def behind(engine: Engine) -> bool:
    """Whether the index lacks a row, or cannot say."""
    last = SearchDocument.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    try:
        return engine.cursor() < last
    except EngineUnavailable:
        return True


def until(condition: Callable[[], object], patience: float = 30.0) -> float:
    """Wait for it; seconds that took."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < patience, "it does not come true"
        time.sleep(0.05)
    return time.monotonic() - begun


def note(**figures: float) -> None:
    """Add figures to the summary of the whole run."""
    path = os.environ.get(FIGURES)
    if path:
        with Path(path).open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(figures) + "\n")
