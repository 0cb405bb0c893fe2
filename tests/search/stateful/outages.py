"""Engines that fail: what is written is refused, half written, or written and not acknowledged; nothing is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from search.engines.base import Change, EngineQuery, EngineResult, EngineUnavailable
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine

FINE = "fine"
REFUSES = "refuses what is written"
HALF = "takes half of it"
SILENT = "takes it and does not say so"
DUMB = "answers nothing"
MODES = (REFUSES, HALF, SILENT, DUMB)


class Outages:
    """``of``: how the engine of this name is now. Engines that are not named are fine."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}

    def end(self) -> None:
        self.of.clear()

    @contextmanager
    def installed(self) -> Iterator[Outages]:
        with pytest.MonkeyPatch.context() as patch:
            for kind in (EmbeddedEngine, ElasticEngine):
                patch.setattr(kind, "apply", self._apply(kind.apply))
                patch.setattr(kind, "search", self._search(kind.search))
            yield self

    def _apply(self, real: Callable[..., None]) -> Callable[..., None]:
        def apply(engine: Any, changes: Sequence[Change], cursor: int, **given: Any) -> None:
            mode = self.of.get(engine.name, FINE)
            if mode in (REFUSES, DUMB):
                raise EngineUnavailable(mode)
            if mode == HALF and changes:
                real(engine, changes[: len(changes) // 2], engine.cursor())
                raise EngineUnavailable(mode)
            real(engine, changes, cursor, **given)
            if mode == SILENT:
                raise EngineUnavailable(mode)

        return apply

    def _search(self, real: Callable[..., EngineResult]) -> Callable[..., EngineResult]:
        def search(engine: Any, query: EngineQuery) -> EngineResult:
            if self.of.get(engine.name) == DUMB:
                raise EngineUnavailable(DUMB)
            return real(engine, query)

        return search
