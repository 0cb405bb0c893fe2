"""A cluster that takes connections and never answers: every wait is bounded, and this host's index lives on."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from search import worker
from search.engines import cluster_breaker, elastic, elastic_client, elastic_engine, embedded_engine
from search.engines.base import Change, Engine, EngineQuery, EngineUnavailable
from search.engines.elastic import ElasticEngine
from search.models import IndexJob
from tests.factories.site import make_case
from tests.search.fakes import record
from tests.search.test_worker_process import environment, seconds_until
from tests.silence import silent_server

#: What a busy machine may add.
SLACK = 1.0
QUESTION = EngineQuery("경로당", ("public",))


@pytest.fixture(params=[1, 3], ids=["one node", "three nodes"])
def hanging(request, settings, monkeypatch) -> Iterator[ElasticEngine]:
    """The engine of a cluster of which no node answers; short patience, so that the test is short too."""
    monkeypatch.setattr(elastic, "READ_SECONDS", 0.5)
    nodes = [silent_server() for _ in range(request.param)]
    urls = [node.__enter__() for node in nodes]
    settings.ELASTICSEARCH_URL = ",".join(urls)
    settings.ELASTICSEARCH = {
        **settings.ELASTICSEARCH,
        "HOSTS": urls,
        "SEARCH_SECONDS": 0.6,
        "WRITE_SECONDS": 0.7,
    }
    engine = elastic_engine()
    assert engine is not None
    yield engine
    elastic_client.shared_client.cache_clear()
    for node in nodes:
        node.__exit__(None, None, None)


def seconds_wasted(ask: Callable[[Engine], object], engine: ElasticEngine) -> float:
    begun = time.monotonic()
    with pytest.raises(EngineUnavailable):
        ask(engine)
    return time.monotonic() - begun


def test_no_question_and_no_write_waits_longer_than_it_may(hanging):
    attempts = hanging.settings.attempts
    change = Change("case:1", record("case", 1, "경로당"), 1)
    # A reader's patience is shared by all nodes, but none gets so little that a busy one looks dead.
    reader = max(0.6, attempts * elastic_client.SHORTEST_ATTEMPT_SECONDS)
    assert seconds_wasted(lambda engine: engine.search(QUESTION), hanging) < reader + SLACK
    assert seconds_wasted(lambda engine: engine.locate(QUESTION, ["case:1"], 3), hanging) < reader + SLACK
    assert seconds_wasted(lambda engine: engine.cursor(), hanging) < attempts * 0.5 + SLACK
    assert seconds_wasted(lambda engine: engine.apply([change], 1), hanging) < attempts * 0.7 + SLACK


@pytest.mark.django_db
def test_the_workers_look_is_as_short_as_a_readers_question(hanging):
    away = cluster_breaker()
    away.failed()
    begun = time.monotonic()
    assert worker._look(hanging) == 0
    assert time.monotonic() - begun < 1.2 + SLACK
    assert away.open


def is_found(title: str) -> bool:
    return embedded_engine().search(EngineQuery(title, ("public",))).total > 0


@pytest.mark.parametrize("hanging", [3], indirect=True, ids=["three nodes"])
@pytest.mark.django_db(transaction=True)
def test_this_hosts_index_stays_current_beside_a_worker_that_waits_for_the_cluster(
    home, hanging, data_dir, settings
):
    call_command("setup_site", verbosity=0)
    IndexJob.objects.all().delete()
    env = {**environment(data_dir), "ELASTICSEARCH_URL": settings.ELASTICSEARCH_URL}
    command = [sys.executable, "-m", "django", "worker"]
    process = subprocess.Popen(
        command, cwd=django_settings.BASE_DIR, env=env, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "worker: ready\n"
        for number, title in enumerate(("스마트경로당", "자율주행 버스", "공유자전거")):
            make_case(title)
            found = seconds_until(partial(is_found, title))
            # The first one also waits for the index to be built.
            assert found < (20 if number == 0 else 5)
        asked = time.monotonic()
        process.terminate()
        assert process.wait(30) == 0
        assert time.monotonic() - asked < worker.CHILD_GRACE_SECONDS + 5
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
