"""Asking the engine that serves, and the one of this host when that one is away. A reader is always answered."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings

from search.engines import cluster_breaker, elastic_engine, embedded_engine, patience
from search.engines.base import Engine, EngineQuery, EngineResult, EngineUnavailable

logger = logging.getLogger(__name__)

T = TypeVar("T")

NOT_READY = EngineResult((), 0, {}, ready=False)


class Failover:
    """The engines for the questions of one request: once one has failed, the rest goes to the next.

    All questions to the cluster together take as long as one may: a cluster that is only just fast enough for each
    would be too slow for the reader. ``engine`` is the one that answers; ``stands_in`` says that it is not the one
    that should.
    """

    def __init__(self) -> None:
        self._breaker = cluster_breaker()
        self._end = time.monotonic() + float(settings.ELASTICSEARCH["SEARCH_SECONDS"])
        first = elastic_engine()
        self._next: list[Engine] = [embedded_engine()] if first else []
        self.engine: Engine = first or embedded_engine()
        if first and not self._breaker.allows():
            self._take_next()

    @property
    def stands_in(self) -> bool:
        return not self.engine.shared and elastic_engine() is not None

    def search(self, query: EngineQuery) -> EngineResult:
        """The answer of the first engine that has one; not ready when none has. Never raises for an engine."""
        while True:
            result = self.ask(lambda engine: engine.search(query), NOT_READY)
            if result.ready or not self._next:
                return result
            logger.warning("the %s index is not ready", self.engine.name)
            self._take_next()

    def ask(self, question: Callable[[Engine], T], otherwise: T) -> T:
        """Ask whatever engine is left; ``otherwise`` when the last one fails too."""
        while True:
            try:
                with patience.until(self._end):
                    answer = question(self.engine)
            except EngineUnavailable as error:
                logger.warning("the %s engine is away: %s", self.engine.name, error)
                if self.engine.shared:
                    self._breaker.failed()
                if not self._next:
                    return otherwise
                self._take_next()
            else:
                if self.engine.shared:
                    self._breaker.works()
                return answer

    def _take_next(self) -> None:
        self.engine = self._next.pop(0)
