from __future__ import annotations

import pytest
from django.db import OperationalError
from django.utils import timezone
from taggit.models import Tag

from search import outbox
from search.drain import drain_once
from search.models import IndexJob, SearchDocument, SearchPassage
from tests.search.fakes import record
from tests.search.rows import drain_all, live

pytestmark = pytest.mark.django_db


def test_a_page_that_cannot_be_built_is_put_off_and_the_others_flow(add, pages, caplog):
    pages.broken = {"broken"}
    broken = add("broken")
    add("whole")
    drain_all()
    assert list(live()) == ["whole"]
    jobs = IndexJob.objects.filter(object_id=broken.pk, source="page")
    assert {job.last_error for job in jobs} == {"ValueError: cannot read broken"}
    assert all(job.attempts == 1 and job.not_before > timezone.now() for job in jobs)
    assert "cannot read broken" in caplog.text


def test_a_page_that_fails_again_and_again_becomes_a_dead_letter(add, pages):
    pages.broken = {"broken"}
    broken = add("broken")
    for _ in range(outbox.MAX_ATTEMPTS + 3):
        IndexJob.objects.update(not_before=None)
        drain_all()
    assert outbox.dead_letters().get().object_id == broken.pk
    assert not outbox.ready_jobs().exists()
    pages.broken = set()
    outbox.retry_failed()
    drain_all()
    assert list(live()) == ["broken"]
    assert not IndexJob.objects.exists()


def test_a_later_success_clears_a_dead_letter(add, pages):
    page = add("broken")
    IndexJob.objects.update(attempts=outbox.MAX_ATTEMPTS)
    drain_all()
    assert live() == {}
    page.save()
    drain_all()
    assert list(live()) == ["broken"]
    assert not outbox.dead_letters().exists()


def test_a_record_of_another_object_is_refused(tags, db):
    tag = Tag.objects.create(name="IoT")
    tags.build = lambda ids: {tag.pk: record("tag", tag.pk + 1, "stranger")}
    drain_all()
    assert live() == {}
    assert "returned tag:" in IndexJob.objects.get().last_error


def test_text_that_a_database_cannot_store_is_cleaned(tags, db):
    tag = Tag.objects.create(name="IoT")
    tags.build = lambda ids: {tag.pk: record("tag", tag.pk, "a\x00b\ud800c", tags=("x\x00",))}
    drain_all()
    document = SearchDocument.objects.get()
    assert (document.title, document.tags) == ("ab?c", ["x"])


def test_rows_that_cannot_be_written_are_put_off_and_the_others_flow(tags, db):
    good, bad = Tag.objects.create(name="good"), Tag.objects.create(name="bad")
    same = record("tag", good.pk, "good").passages * 2

    def build(ids):
        found = {good.pk: record("tag", good.pk, "good"), bad.pk: record("tag", bad.pk, "bad", passages=same)}
        return {pk: found[pk] for pk in ids}

    tags.build = build
    drain_all()
    assert list(live()) == ["good"]
    assert IndexJob.objects.get().object_id == bad.pk
    assert SearchPassage.objects.count() == 1


def test_a_database_that_is_locked_costs_no_attempt(tags, db):
    tag = Tag.objects.create(name="IoT")

    def locked(ids):
        raise OperationalError("database is locked")

    tags.build, build = locked, tags.build
    with pytest.raises(OperationalError):
        drain_once()
    assert IndexJob.objects.get().attempts == 0
    tags.build = build
    drain_all()
    assert live() == {tag.name: (f"/tag/{tag.pk}/", "public")}
