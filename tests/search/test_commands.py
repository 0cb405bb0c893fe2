from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from taggit.models import Tag

from search import outbox
from search.engines import get_engine
from search.engines.base import EngineQuery
from search.models import IndexJob, SearchDocument
from search.sync import sync_all

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=out)
    return out.getvalue()


def found(text: str) -> int:
    return get_engine().search(EngineQuery(text, ("public",))).total


@pytest.fixture
def synced(tags) -> list[Tag]:
    """Two documents in the real embedded index."""
    made = [Tag.objects.create(name=name) for name in ("스마트경로당", "자율주행")]
    run("search_sync")
    return made


def test_one_command_brings_everything_into_the_index(tags):
    Tag.objects.create(name="스마트경로당")
    assert found("경로당") == 0
    assert run("search_sync") == "1 jobs served, 1 changes applied\n"
    assert found("경로당") == 1
    assert run("search_sync") == "0 jobs served, 0 changes applied\n"


def test_jobs_that_wait_are_mentioned(tags):
    IndexJob.objects.create(source="taggit.tag", object_id=1, attempts=outbox.MAX_ATTEMPTS)
    assert "1 jobs wait" in run("search_sync")


def test_the_status_names_queue_lag_cursor_and_dead_letters(synced):
    Tag.objects.create(name="디지털트윈")
    IndexJob.objects.create(
        source="taggit.tag", object_id=77, attempts=outbox.MAX_ATTEMPTS, last_error="ValueError: no"
    )
    shown = run("search_index", "status")
    assert f"fingerprint={get_engine().fingerprint}" in shown
    assert "state=ok" in shown
    assert "waiting=1" in shown
    assert "dead letter: taggit.tag:77" in shown
    report = json.loads(run("search_index", "status", "--json"))
    assert report["engine"]["documents"] == 2
    assert report["queue"]["dead_letters"] == 1


def test_failed_jobs_are_put_back_on_request(synced):
    IndexJob.objects.create(source="taggit.tag", object_id=synced[0].pk, attempts=outbox.MAX_ATTEMPTS)
    assert run("search_index", "status", "--retry").startswith("1 failed jobs are back in the queue")
    sync_all()
    assert not IndexJob.objects.exists()


def test_the_check_fails_on_a_difference_and_repairs_it(synced, monkeypatch):
    monkeypatch.setattr("search.consistency.time.sleep", lambda seconds: None)
    assert "agree on 2 documents" in run("search_index", "check")
    Tag.objects.filter(pk=synced[0].pk).update(name="스마트도서관")
    SearchDocument.objects.filter(object_id=synced[1].pk).delete()
    out = StringIO()
    with pytest.raises(CommandError, match="differ"):
        call_command("search_index", "check", stdout=out)
    assert f"outdated: 1: tag:{synced[0].pk}" in out.getvalue()
    assert f"unindexed: 1: tag:{synced[1].pk}" in out.getvalue()
    assert "repaired" in run("search_index", "check", "--repair")
    assert (found("도서관"), found("경로당"), found("자율주행")) == (1, 0, 1)


def test_a_build_replaces_the_index_only_when_it_is_promoted(synced):
    Tag.objects.filter(pk=synced[0].pk).update(name="스마트도서관")
    before = get_engine().cursor()
    run("search_index", "build", "--no-promote")
    assert found("도서관") == 0
    assert get_engine().cursor() == before
    assert "serves 2 documents" in run("search_index", "promote")
    assert (found("도서관"), found("경로당")) == (1, 0)
    # The one before is kept, until another one takes its place.
    assert "embedded-" not in run("search_index", "prune")
    run("search_index", "build")
    assert "embedded-" in run("search_index", "prune")
    assert found("도서관") == 1
    with pytest.raises(CommandError, match="no build"):
        run("search_index", "promote")


def test_the_build_before_is_brought_back_up_to_date(synced):
    with pytest.raises(CommandError, match="embedded: no earlier build is kept; 'search_index build'"):
        run("search_index", "rollback")
    run("search_index", "build")
    synced[0].delete()
    Tag.objects.create(name="디지털트윈")
    run("search_sync")
    shown = run("search_index", "rollback")
    assert "serves again with 2 documents" in shown
    assert (found("경로당"), found("자율주행"), found("디지털트윈")) == (0, 1, 1)
    assert "agree on 2 documents" in run("search_index", "check")
    with pytest.raises(CommandError, match="no earlier build"):
        run("search_index", "rollback")
    assert "deleted embedded-" in run("search_index", "prune")
    run("search_index", "build")
    assert found("디지털트윈") == 1


def test_a_build_reads_every_object_again_and_serves(synced):
    Tag.objects.bulk_create([Tag(name="디지털트윈", slug="twin")])
    shown = run("search_index", "build")
    assert "3 objects to read" in shown
    assert "serves 3 documents" in shown
    assert found("디지털트윈") == 1
    Tag.objects.create(name="사물인터넷")
    run("search_sync")
    assert found("사물인터넷") == 1


def test_a_deleted_database_leaves_no_old_results(synced):
    """The index stays on the disk when the database is exchanged: it is built anew."""
    from search.models import IndexState, SearchSequence

    for model in (SearchDocument, IndexState, SearchSequence, IndexJob):
        model.objects.all().delete()
    Tag.objects.all().delete()
    IndexJob.objects.all().delete()
    for name in ("하나", "둘", "디지털트윈"):
        Tag.objects.create(name=name)
    run("search_sync")
    assert (found("경로당"), found("디지털트윈")) == (0, 1)
    assert get_engine().count() == 3
