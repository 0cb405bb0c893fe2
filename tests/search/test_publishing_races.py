"""Two editors who publish and withdraw the same pages at once, while the drain and the feed run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from districts.models import CaseStudy
from search.consistency import check
from search.drain import drain_once
from search.engines import get_engine
from search.feed import feed_once
from search.models import SearchDocument
from search.sync import sync_all
from tests.factories.site import make_case, make_district, make_user

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 8


@pytest.fixture
def cases(home) -> list[CaseStudy]:
    call_command("setup_site", verbosity=0)
    return [make_case(f"경합 {number}", district=make_district()) for number in range(3)]


class Threads:
    """Runs functions side by side, each with a connection of its own, and keeps what they raise."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []

    def start(self, act: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                act()
            except BaseException as error:
                self.errors.append(error)
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        return thread


@contextmanager
def worker(threads: Threads) -> Iterator[None]:
    """The drain and the feed in a loop, as the worker runs them."""
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            if not drain_once() and not feed_once(get_engine()):
                stop.wait(0.01)

    thread = threads.start(work)
    try:
        yield
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive()


def office() -> Client:
    client = Client()
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


def in_index() -> set[str]:
    return {key for key in get_engine().entries() if key.startswith("case:")}


def live() -> set[str]:
    return {f"case:{pk}" for pk in CaseStudy.objects.filter(live=True).values_list("pk", flat=True)}


def test_the_index_ends_as_the_database_does(cases):
    threads, ids = Threads(), "&".join(f"id={case.pk}" for case in cases)

    def alternate(client: Client, first: str, second: str) -> Callable[[], None]:
        def act() -> None:
            for number in range(ROUNDS):
                for action in (first, second)[:: 1 if number % 2 else -1]:
                    response = client.post(f"/admin/bulk/wagtailcore/page/{action}/?{ids}")
                    assert response.status_code == 302
                    close_old_connections()

        return act

    with worker(threads):
        editors = [
            threads.start(alternate(office(), "publish", "unpublish")),
            threads.start(alternate(office(), "unpublish", "publish")),
        ]
        for editor in editors:
            editor.join(120)
            assert not editor.is_alive()
    assert threads.errors == []
    sync_all()
    assert not check(get_engine(), patience=0)
    assert in_index() == live()


def test_a_restriction_that_comes_and_goes_while_pages_are_published(cases):
    threads = Threads()
    folder = Page.objects.get(pk=cases[0].get_parent().pk)

    def restrict() -> None:
        for _ in range(ROUNDS):
            restriction = PageViewRestriction.objects.create(page=folder, restriction_type="login")
            restriction.delete()
        PageViewRestriction.objects.create(page=folder, restriction_type="login")

    def publish() -> None:
        for number in range(ROUNDS):
            page = CaseStudy.objects.get(pk=cases[number % 3].pk)
            page.title = f"경합 {number}"
            page.save_revision().publish()

    with worker(threads):
        for thread in [threads.start(restrict), threads.start(publish)]:
            thread.join(120)
            assert not thread.is_alive()
    assert threads.errors == []
    sync_all()
    assert not check(get_engine(), patience=0)
    audiences = SearchDocument.objects.filter(kind="case", deleted=False).values_list("audience", flat=True)
    assert set(audiences) == {"login"}
