"""The search engines behind one protocol. Which of them there are is a matter of the settings."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.engines.base import Engine
from search.engines.breaker import Breaker
from search.engines.elastic import ElasticEngine
from search.engines.elastic_client import ElasticSettings
from search.engines.embedded import EmbeddedEngine


@lru_cache(maxsize=4)
def _embedded(root: Path) -> EmbeddedEngine:
    return EmbeddedEngine(root)


@lru_cache(maxsize=4)
def _elastic(configured: ElasticSettings) -> ElasticEngine:
    return ElasticEngine(configured)


def embedded_engine() -> EmbeddedEngine:
    """The engine of this host, which keeps its indexes in ``DATA_DIR/search/`` and is always there."""
    return _embedded(Path(settings.DATA_DIR) / "search")


def elastic_engine() -> ElasticEngine | None:
    """The cluster's engine; None where ELASTICSEARCH_URL is empty."""
    if not settings.ELASTICSEARCH_URL:
        return None
    return _elastic(ElasticSettings.from_mapping(settings.ELASTICSEARCH))


def get_engine() -> Engine:
    """The engine that serves when all is well."""
    return elastic_engine() or embedded_engine()


def all_engines() -> list[Engine]:
    """Every engine that is kept up to date, the one that serves first."""
    elastic = elastic_engine()
    return [elastic, embedded_engine()] if elastic else [embedded_engine()]


def named_engine(name: str) -> Engine:
    """The engine of this name, or the one that serves for "". Raises KeyError."""
    return {engine.name: engine for engine in all_engines()}[name] if name else get_engine()


def cluster_breaker() -> Breaker:
    """What the processes of this host know of the cluster being away."""
    return Breaker(Path(settings.DATA_DIR) / "search" / "elasticsearch.away")
