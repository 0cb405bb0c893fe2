"""Two of everything: workers side by side, and one that stood still, lost its lock and goes on with what it knew."""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Callable
from dataclasses import astuple

import pytest

from districts.models import CaseStudy
from search.models import IndexJob, SearchDocument
from search.sync import sync_all
from tests.factories.site import make_case, restrict
from tests.faults import database
from tests.faults.boundaries import Boundary, boundaries
from tests.faults.portal import until
from tests.faults.stream import judge, orders, publish, reading

#: Where a stale writer could do harm: it has read, and has not yet written all.
STALLS = [
    step
    for step in boundaries()
    if (step.module, step.function) in {("search.drain", "_write"), ("search.feed", "pull")}
    or step.function in ("ElasticEngine.apply", "ElasticEngine._write")
]


def test_two_workers_of_each_kind_share_the_work(portal, tell):
    workers = portal.workers(2)
    stream = publish(portal, orders(60))
    with reading(stream) as readers:
        stream.end()
        recovery = portal.settle(60)
    tell(judge(portal, stream, readers, recovery))
    assert all(worker.poll() is None for worker in workers)
    sequence = list(SearchDocument.objects.values_list("seq", flat=True))
    assert len(sequence) == len(set(sequence))


@pytest.mark.parametrize("only", ["index", "elasticsearch"])
def test_workers_that_are_killed_again_and_again_get_there(portal, only):
    portal.worker({"index": "elasticsearch", "elasticsearch": "index"}[only])
    stream = publish(portal, orders(20), editors=2)
    for _ in range(6):
        worker = portal.worker(only)
        with pytest.raises(TimeoutError):
            worker.wait(0.7)
        worker.kill()
    portal.worker(only)
    stream.end()
    portal.settle()
    portal.agree()


@pytest.fixture(scope="module")
def pair(make_portal_once, node):
    portal = make_portal_once(node.url)
    for number in range(4):
        make_case(f"짝 {number}")
    sync_all()
    return portal


_rounds = itertools.count(1)


@pytest.mark.parametrize("step", STALLS, ids=str)
def test_a_worker_that_stood_still_writes_nothing_old(pair, step: Boundary):
    """It holds an old reading and a dead lock; meanwhile the page is edited, withdrawn and closed by others."""
    number = next(_rounds)
    first, second, third, fourth = CaseStudy.objects.filter(title__startswith="짝").order_by("pk")[:4]
    change: Callable[[str], None] = lambda word: edit(first, f"짝 {word} {number}")  # noqa: E731
    change("먼저")
    edit(second, f"짝 {number}")
    edit(third, f"짝 {number}")
    edit(fourth, f"짝 {number}")
    worker = pair.run("tests.faults.dying:die_at", astuple(step), ("elasticsearch", "embedded"), "stop")
    until(lambda: worker.stopped() or worker.poll() is not None)
    assert worker.poll() is None, worker.said()
    try:
        database.cut_others()
        change("나중")
        second.unpublish()
        if not third.get_view_restrictions().exists():
            restrict(third)
        fourth.delete()
        sync_all()
        pair.agree()
    finally:
        os.kill(worker.pid, signal.SIGCONT)
    worker.wait(60)
    sync_all()
    pair.agree()
    second.save_revision().publish()
    third.get_view_restrictions().delete()
    make_case(f"짝 또 {number}")
    sync_all()
    assert not IndexJob.objects.exists()


def edit(page: CaseStudy, title: str) -> None:
    page.title = title
    page.save_revision().publish()
