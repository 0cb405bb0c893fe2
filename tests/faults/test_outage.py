"""Elasticsearch dies and comes back while eight editors publish: no editor sees it, nothing is lost, nothing leaks."""

from __future__ import annotations

import itertools
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import close_old_connections, connection
from django.http import QueryDict
from django.test import Client
from wagtail.models import Page

from districts.models import CaseStudy
from search.engines import all_engines, cluster_breaker
from search.facets import FacetVocabulary
from search.params import parse
from search.query import run_search
from search.sync import sync_all
from tests.factories.site import make_case, make_user, restrict

EDITORS = 8
PUBLISHES = 500
SECRET = "숨은글"
LONGEST_SEARCH = 1.5


@dataclass
class Seen:
    """What editors and readers met."""

    tried: int = 0
    refused: list[str] = field(default_factory=list)
    slowest_publish: float = 0.0
    searches: int = 0
    unanswered: int = 0
    leaked: int = 0
    slowest_search: float = 0.0
    stood_in: int = 0
    errors: list[BaseException] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def start(seen: Seen, act: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            act()
        except BaseException as error:
            seen.errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def publish(seen: Seen, pages: list[int], stop: threading.Event) -> None:
    """One editor: publishes page after page in the admin, and withdraws every fifth again."""
    client = Client()
    client.force_login(make_user(is_superuser=True, is_staff=True))
    for number, pk in enumerate(pages):
        if stop.is_set():
            return
        for action in ("publish", "unpublish") if number % 5 == 0 else ("publish",):
            begun = time.monotonic()
            response = client.post(f"/admin/bulk/wagtailcore/page/{action}/?id={pk}")
            spent = time.monotonic() - begun
            with seen.lock:
                seen.tried += 1
                seen.slowest_publish = max(seen.slowest_publish, spent)
                if response.status_code != 302:
                    seen.refused.append(f"{action} {pk}: {response.status_code}")
        close_old_connections()


def read(seen: Seen, stop: threading.Event) -> None:
    """A stranger who searches all the time, also for what is hidden."""
    texts = itertools.cycle(["사례 운영", SECRET, "", "흐름"])
    while not stop.is_set():
        vocabulary = FacetVocabulary()
        request = parse(QueryDict(f"q={next(texts)}"), 300, vocabulary)
        begun = time.monotonic()
        response = run_search(request, AnonymousUser(), vocabulary)
        spent = time.monotonic() - begun
        seen.searches += 1
        seen.unanswered += not response.ready
        seen.stood_in += response.stands_in
        seen.slowest_search = max(seen.slowest_search, spent)
        seen.leaked += sum(SECRET in result.title for result in response.results)
        time.sleep(0.02)


@contextmanager
def readers(seen: Seen, count: int = 2) -> Iterator[None]:
    stop = threading.Event()
    threads = [start(seen, lambda: read(seen, stop)) for _ in range(count)]
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)


def drafts(count: int) -> list[int]:
    """Pages to publish; every tenth is hidden from strangers before it is."""
    made = []
    for number in range(count):
        hidden = number % 10 == 0
        case = make_case(f"{SECRET if hidden else '흐름'} 사례 {number}", live=False)
        if hidden:
            restrict(case)
        made.append(case.pk)
    return made


def while_editors_publish(seen: Seen, count: int, disturb: Callable[[], None]) -> None:
    pages, stop = drafts(count), threading.Event()
    sync_all()
    shares = [pages[place::EDITORS] for place in range(EDITORS)]
    editors = [start(seen, partial(publish, seen, share, stop)) for share in shares]
    try:
        disturb()
    finally:
        for editor in editors:
            editor.join(600)


def tell_and_judge(portal, seen: Seen, tell, recovery: float) -> None:
    found = portal.differences()
    lost = sum(len(d.missing | d.unindexed) for d in found.values())
    stale = sum(len(d.stale | d.outdated | d.unexpected | d.leftover) for d in found.values())
    tell(
        f"{seen.tried} publishes tried, {len(seen.refused)} refused, {lost} lost, {stale} stale, {seen.leaked} leaked;"
        f" slowest publish {seen.slowest_publish:.2f} s; {seen.searches} searches, {seen.unanswered} unanswered,"
        f" {seen.stood_in} by the embedded engine, slowest {seen.slowest_search:.2f} s; recovered in {recovery:.1f} s"
    )
    assert seen.errors == []
    assert seen.refused == []
    assert (lost, stale, seen.leaked, seen.unanswered) == (0, 0, 0, 0), found


def test_a_stream_of_publishes_outlives_two_outages(portal, node, tell):
    seen = Seen()
    portal.worker("index")
    portal.worker("index")
    portal.worker("elasticsearch")
    portal.worker("elasticsearch")

    def disturb() -> None:
        for at in (PUBLISHES // 5, PUBLISHES // 2):
            while seen.tried < at and not seen.errors:
                time.sleep(0.05)
            node.kill()
            time.sleep(2)
            node.start()
            node.wait()

    with readers(seen):
        while_editors_publish(seen, PUBLISHES, disturb)
        recovery = portal.settle(180)
    assert seen.tried >= PUBLISHES
    assert CaseStudy.objects.filter(live=True).count() >= PUBLISHES * 4 // 5
    tell_and_judge(portal, seen, tell, recovery)


def test_a_cluster_that_hangs_costs_readers_one_moment_and_editors_nothing(portal, node, tell):
    seen = Seen()
    portal.worker("index")
    portal.worker("elasticsearch")

    def disturb() -> None:
        node.signal(signal.SIGSTOP)
        time.sleep(10)
        node.signal(signal.SIGCONT)

    with readers(seen, count=1):
        while_editors_publish(seen, 60, disturb)
        recovery = portal.settle(120)
    assert seen.stood_in
    tell_and_judge(portal, seen, tell, recovery)


def test_search_returns_to_the_cluster_by_itself(portal, node):
    portal.worker("elasticsearch")
    make_case("스마트경로당")
    sync_all()

    def asked() -> str:
        vocabulary = FacetVocabulary()
        return run_search(parse(QueryDict("q=경로당"), 300, vocabulary), AnonymousUser(), vocabulary).engine

    assert asked() == "elasticsearch"
    node.kill()
    assert asked() == "embedded"
    assert cluster_breaker().open
    node.start()
    node.wait()
    deadline = time.monotonic() + 60
    while asked() != "elasticsearch":
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_an_index_that_is_deleted_or_read_only_is_put_right(portal, tell):
    from search.engines.elastic_client import shared_client

    cases = [make_case(f"사례 {number}") for number in range(5)]
    sync_all()
    portal.worker("index")
    portal.worker("elasticsearch")
    engine = all_engines()[0]
    client, pattern = shared_client(engine.settings), f"{engine.settings.index_prefix}-*"
    for name in client.indices.get_alias(index=pattern).body:
        client.indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": True})
    cases[0].title = "꽉 찬 디스크"
    cases[0].save_revision().publish()
    time.sleep(3)
    assert portal.behind(engine)
    for name in client.indices.get_alias(index=pattern).body:
        client.indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": None})
    first = portal.settle(90)
    for name in client.indices.get_alias(index=pattern).body:
        client.indices.delete(index=name)
    cases[1].title = "지워진 색인"
    cases[1].save_revision().publish()
    second = portal.settle(90)
    assert not any(portal.differences().values())
    tell(f"after a read-only index {first:.1f} s, after a deleted one {second:.1f} s")


@pytest.mark.parametrize("offset", [-7200, 7200])
def test_a_clock_that_jumps_changes_nothing(portal, monkeypatch, offset):
    from django.utils import timezone

    case = make_case("시계")
    sync_all()
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timezone.timedelta(seconds=offset))
    Page.objects.get(pk=case.pk).specific.unpublish()
    make_case("시계 둘")
    monkeypatch.setattr(timezone, "now", real)
    portal.worker("index")
    portal.worker("elasticsearch")
    portal.settle()
    assert not any(portal.differences().values())
