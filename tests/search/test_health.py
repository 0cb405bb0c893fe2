from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory
from taggit.models import Tag

from search import health, outbox, status
from search.health import healthz, readyz
from search.models import IndexJob
from search.sync import sync_all
from tests.search.fakes import MemoryEngine

REQUEST = RequestFactory().get("/")


def ready(engine, monkeypatch) -> tuple[int, dict]:
    import json

    monkeypatch.setattr(status, "all_engines", lambda: [engine])
    response = readyz(REQUEST)
    return response.status_code, json.loads(response.content)


def test_the_process_is_up_without_touching_the_database():
    assert healthz(REQUEST).status_code == 200


@pytest.mark.django_db
def test_ready_says_how_far_the_index_is(tags, engine, monkeypatch):
    Tag.objects.create(name="a")
    sync_all(engine)
    code, report = ready(engine, monkeypatch)
    assert code == 200
    assert report["database"] == {"state": "ok"}
    assert report["engine"]["state"] == "ok"
    assert report["engine"]["behind"] == 0
    assert report["engine"]["lag_seconds"] == 0
    assert {"documents", "cursor"}.isdisjoint({*report, *report["engine"]})
    Tag.objects.create(name="b")
    IndexJob.objects.create(source="taggit.tag", object_id=9, attempts=outbox.MAX_ATTEMPTS)
    _, report = ready(engine, monkeypatch)
    assert (report["queue"]["waiting"], report["queue"]["dead_letters"]) == (1, 1)


@pytest.mark.django_db
def test_an_index_that_lags_says_for_how_long(tags, engine, monkeypatch):
    Tag.objects.create(name="a")
    sync_all(MemoryEngine())
    _, report = ready(engine, monkeypatch)
    assert report["engine"]["state"] == "empty"
    assert report["engine"]["behind"] == 1


@pytest.mark.django_db
def test_an_engine_that_is_away_does_not_take_the_portal_down(tags, monkeypatch):
    class Away(MemoryEngine):
        def cursor(self):
            raise RuntimeError("no such host")

    code, report = ready(Away(), monkeypatch)
    assert code == 200
    assert (report["engine"]["name"], report["engine"]["state"]) == ("memory", "unavailable")
    assert "embedded engine answers" in report["engine"]["hint"]


@pytest.mark.django_db
def test_without_the_database_the_portal_is_not_ready(engine, monkeypatch):
    def away(execute, sql, params, many, context):
        raise OperationalError("connection refused to db.internal")

    with connection.execute_wrapper(away):
        code, report = ready(engine, monkeypatch)
    assert code == 503
    assert report == {"database": {"state": "unavailable"}}


def test_writing_to_the_health_addresses_is_refused():
    request = RequestFactory().post("/")
    assert [health.healthz(request).status_code, health.readyz(request).status_code] == [405, 405]
