"""How far the words of editors have come, on every host and in the cluster."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from search.editing.dictionary import wanted
from search.models import IndexState, SearchDocument

#: A worker reports every minute; one that has been silent for so long is not running.
SILENT_MINUTES = 5


class Stage(StrEnum):
    DONE = "done"
    WAITING = "waiting"
    BUILDING = "building"
    STOPPED = "stopped"
    SILENT = "silent"


@dataclass(frozen=True)
class Progress:
    """An index. host: "cluster" or a host; documents of total: what the build holds, in BUILDING and STOPPED."""

    engine: str
    host: str
    stage: Stage
    documents: int = 0
    total: int = 0
    begun_at: datetime.datetime | None = None
    error: str = ""
    reported_at: datetime.datetime | None = None

    @property
    def percent(self) -> int:
        return min(100, self.documents * 100 // self.total) if self.total else 0


def progress() -> list[Progress]:
    """Every index, by engine and host. Three queries."""
    words = wanted().digest
    total = SearchDocument.objects.filter(deleted=False).count()
    states = list(IndexState.objects.order_by("engine", "host"))
    builds = {
        (row.host, row.engine.partition("/")[0]): row for row in states if row.begun_at and "/" in row.engine
    }
    serving = [row for row in states if "/" not in row.engine]
    return [_progress(row, builds.get((row.host, row.engine)), words, total) for row in serving]


def under_way(found: Iterable[Progress]) -> bool:
    return any(item.stage in (Stage.WAITING, Stage.BUILDING) for item in found)


def _progress(row: IndexState, build: IndexState | None, words: str, total: int) -> Progress:
    reported = max(row.updated_at, build.updated_at) if build else row.updated_at
    if row.words == words:
        return Progress(row.engine, row.host, Stage.DONE, reported_at=reported)
    if timezone.now() - reported > datetime.timedelta(minutes=SILENT_MINUTES):
        return Progress(row.engine, row.host, Stage.SILENT, reported_at=reported)
    if build is None:
        return Progress(row.engine, row.host, Stage.WAITING, reported_at=reported)
    return Progress(
        row.engine,
        row.host,
        Stage.STOPPED if build.error else Stage.BUILDING,
        build.documents,
        total,
        build.begun_at,
        build.error.removeprefix("refused: "),
        reported,
    )
