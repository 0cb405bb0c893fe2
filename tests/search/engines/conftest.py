from __future__ import annotations

from collections.abc import Callable

import pytest

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine

OpenEngine = Callable[[], Engine]


@pytest.fixture(params=["embedded"])
def open_engine(request, tmp_path) -> OpenEngine:
    """Opens the engine on the storage of this test; a second call is another process's look at the same index."""
    return {"embedded": lambda: EmbeddedEngine(tmp_path / "search")}[request.param]


@pytest.fixture
def engine(open_engine) -> Engine:
    return open_engine()
