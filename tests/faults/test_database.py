"""Publishes that do not come through: rolled back, cut off or killed. What is not committed is in no index."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import post_save
from django.test import Client

from districts.models import CaseStudy
from search.models import IndexJob
from search.sync import sync_all
from tests.factories.site import make_case, make_user
from tests.faults import database
from tests.faults.stream import orders, publish


@contextmanager
def after_saving(act: Any) -> Iterator[None]:
    """Do something right after a page's row and its jobs are written, inside the editor's transaction."""

    def saved(sender: type, instance: Any, **given: Any) -> None:
        act()

    post_save.connect(saved, sender=CaseStudy)
    try:
        yield
    finally:
        post_save.disconnect(saved, sender=CaseStudy)


def fail() -> None:
    raise DatabaseError("the disk of the database is full")


def lose_the_connection() -> None:
    connection.connection.close()


@pytest.mark.parametrize("act", [fail, lose_the_connection])
def test_a_publish_that_is_rolled_back_leaves_nothing_and_succeeds_the_next_time(portal, act):
    portal.workers()
    case = make_case("되돌린 사례", live=False)
    portal.settle()
    editor = Client(raise_request_exception=False)
    editor.force_login(make_user(is_superuser=True, is_staff=True))
    address = f"/admin/bulk/wagtailcore/page/publish/?id={case.pk}"
    with after_saving(act):
        assert editor.post(address).status_code == 500
    connection.close()
    assert not CaseStudy.objects.get(pk=case.pk).live
    assert not IndexJob.objects.exists()
    portal.agree()
    assert editor.post(address).status_code == 302
    portal.settle()
    portal.agree()
    assert Client().get("/api/search/?q=되돌린").json()["total"] == 1


def test_a_savepoint_that_is_rolled_back_takes_its_jobs_along(portal):
    """An import that gives up one row of many: the row's jobs go with it, those of the others stay."""
    with transaction.atomic():
        kept = make_case("남은 사례")
        try:
            with transaction.atomic():
                make_case("버린 사례")
                fail()
        except DatabaseError:
            pass
    sync_all()
    portal.agree()
    found = Client().get("/api/search/?q=사례").json()["results"]
    assert [result["title"] for result in found] == [kept.title]


def test_the_database_cuts_every_connection_while_workers_and_editors_are_at_work(portal):
    workers = portal.workers()
    wanted = orders(40)
    stream = publish(portal, wanted)
    for count in (10, 30):
        stream.reach(count)
        database.cut_others()
    stream.end()
    unlucky = {event["page"] for event in stream.look() if event["said"]}
    assert len(unlucky) <= 2 * 8
    again = publish(portal, [order for order in wanted if order[1] in unlucky and order[0] == "publish"])
    again.end()
    assert [event for event in again.look() if event["said"]] == []
    portal.settle(90)
    portal.agree()
    assert [worker.poll() for worker in workers] == [None, None]


def test_an_editors_process_is_killed_while_it_publishes(portal):
    portal.workers()
    stream = publish(portal, orders(60))
    for share, child in zip((15, 30), stream.processes, strict=True):
        stream.reach(share)
        os.kill(child.pid, signal.SIGKILL)
    live = CaseStudy.objects.filter(live=True).count()
    done = {event["page"] for event in stream.look() if event["what"] == "publish"}
    withdrawn = {event["page"] for event in stream.look() if event["what"] == "unpublish"}
    assert live >= len(done) - len(withdrawn) - 8
    portal.settle(60)
    portal.agree()
