"""The embedded engine stands in for a cluster that refuses, hangs, or has no index."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from search.engines import cluster_breaker, elastic_client, embedded_engine, get_engine
from search.engines.base import Change
from search.facets import FacetVocabulary
from search.params import parse
from search.query import occurring_values, run_search
from tests.search.fakes import record

pytestmark = pytest.mark.django_db

LONGEST_SECONDS = 1.5


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def hanging_port() -> Iterator[int]:
    with hanging_server() as port:
        yield port


@contextmanager
def hanging_server() -> Iterator[int]:
    """A server that takes every connection and never says anything."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        taken: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    taken.append(listener.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)
        for one in taken:
            one.close()
        thread.join(5)


@pytest.fixture
def cluster_at(settings):
    def configure(*ports: int) -> None:
        settings.ELASTICSEARCH_URL = ",".join(f"http://127.0.0.1:{port}" for port in ports)
        settings.ELASTICSEARCH = {
            **settings.ELASTICSEARCH,
            "HOSTS": settings.ELASTICSEARCH_URL.split(","),
            "INDEX_PREFIX": "test-failover",
        }

    yield configure
    elastic_client.shared_client.cache_clear()


def ask(text: str):
    vocabulary = FacetVocabulary()
    request = parse(QueryDict(f"q={text}"), 300, vocabulary)
    started = time.monotonic()
    response = run_search(request, AnonymousUser(), vocabulary)
    return response, time.monotonic() - started


@pytest.fixture
def fed(shelve):
    shelve(record("case", 1, "스마트경로당"), record("case", 2, "자전거"))
    return embedded_engine()


@pytest.mark.parametrize("how", ["closed_port", "hanging_port"])
def test_a_cluster_that_is_away_costs_one_search_a_moment_and_then_nothing(fed, cluster_at, request, how):
    ask("경로당")
    port = request.getfixturevalue(how)
    cluster_at(port)
    assert get_engine().name == "elasticsearch"
    first, seconds = ask("경로당")
    assert [result.title for result in first.results] == ["스마트경로당"]
    assert (first.engine, first.stands_in, first.ready) == ("embedded", True, True)
    assert first.results[0].passages[0].html
    assert seconds < LONGEST_SECONDS
    assert cluster_breaker().open
    again, seconds = ask("자전거")
    assert [result.title for result in again.results] == ["자전거"]
    assert seconds < 0.3


def test_three_hanging_nodes_cost_no_more_than_one(fed, cluster_at):
    with ExitStack() as servers:
        cluster_at(*[servers.enter_context(hanging_server()) for _ in range(3)])
        response, seconds = ask("경로당")
    assert response.total == 1
    assert seconds < LONGEST_SECONDS


def test_lists_of_values_are_answered_too(fed, cluster_at, closed_port):
    cluster_at(closed_port)
    values = occurring_values(AnonymousUser(), "kind")
    assert ("case" in values, "lecture" in values) == (True, False)


def test_without_any_index_the_answer_is_empty_and_not_ready(shelves, cluster_at, closed_port):
    cluster_at(closed_port)
    response, _ = ask("경로당")
    assert (response.total, response.ready) == (0, False)


def test_the_embedded_index_stays_fresh_meanwhile(fed, cluster_at, closed_port):
    cluster_at(closed_port)
    fed.apply([Change("case:2", None, fed.cursor() + 1)], fed.cursor() + 1)
    assert ask("자전거")[0].total == 0
