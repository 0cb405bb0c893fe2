from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

import pytest

from search.engines.base import Engine
from search.engines.elastic import ElasticEngine
from search.engines.elastic_client import ElasticSettings
from search.engines.embedded import EmbeddedEngine
from tests.servers import MAJORS, elasticsearch_url

OpenEngine = Callable[[], Engine]

ELASTIC = [
    pytest.param(major, id=f"elasticsearch{major}", marks=pytest.mark.elasticsearch) for major in MAJORS
]


@pytest.fixture
def cluster(request) -> Iterator[ElasticSettings]:
    """A name space of this test on a server of the major version that is asked for."""
    url = elasticsearch_url(getattr(request, "param", MAJORS[0]))
    settings = ElasticSettings(hosts=(url,), index_prefix=f"test-{secrets.token_hex(4)}")
    yield settings
    ElasticEngine(settings).drop()


@pytest.fixture(params=["embedded", *ELASTIC])
def open_engine(request, tmp_path) -> Iterator[OpenEngine]:
    """Opens the engine on the storage of this test; a second call is another process's look at the same index."""
    if request.param == "embedded":
        yield lambda: EmbeddedEngine(tmp_path / "search")
        return
    settings = ElasticSettings(
        hosts=(elasticsearch_url(request.param),), index_prefix=f"test-{secrets.token_hex(4)}"
    )
    yield lambda: ElasticEngine(settings)
    ElasticEngine(settings).drop()


@pytest.fixture
def engine(open_engine) -> Engine:
    return open_engine()
