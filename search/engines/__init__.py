"""The search engines behind one protocol."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine


@lru_cache(maxsize=4)
def _embedded(root: Path) -> EmbeddedEngine:
    return EmbeddedEngine(root)


def get_engine() -> Engine:
    """The engine of this process. The embedded one keeps its indexes in ``DATA_DIR/search/``."""
    return _embedded(Path(settings.DATA_DIR) / "search")
