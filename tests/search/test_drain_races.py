from __future__ import annotations

import threading
from contextlib import contextmanager

import pytest
from django.db import close_old_connections, connection, transaction
from wagtail.models import Page

from search import drain
from search.drain import drain_once
from search.locks import cluster_lock
from search.models import IndexJob, SearchDocument, SearchSequence
from tests.search.rows import drain_all, live

pytestmark = pytest.mark.django_db(transaction=True)


def in_another_thread(act):
    """Run ``act`` with a database connection of its own and wait for it."""
    caught: list[BaseException] = []

    def run():
        try:
            act()
        except BaseException as error:
            caught.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()
    if caught:
        raise caught[0]


def test_a_change_between_reading_and_writing_is_not_lost(add, pages):
    page = add("first")

    def edit():
        changed = Page.objects.get(pk=page.pk)
        changed.title = "second"
        changed.save()

    pages.during_build = lambda: in_another_thread(edit)
    drain_once()
    assert list(live()) == ["first"]
    assert IndexJob.objects.filter(source="page").exists()
    drain_all()
    assert list(live()) == ["second"]


def test_a_page_deleted_between_reading_and_writing_does_not_stay(add, pages):
    page = add("first")
    pages.during_build = lambda: in_another_thread(lambda: Page.objects.get(pk=page.pk).delete())
    drain_once()
    drain_all()
    assert live() == {}


def test_a_drain_that_was_overtaken_writes_nothing(add, pages, monkeypatch):
    """The lock was lost: another drain reads the newer state and finishes first."""
    page = add("first")

    @contextmanager
    def lost(name):
        yield True

    def overtake():
        changed = Page.objects.get(pk=page.pk)
        changed.title = "second"
        changed.save()
        drain_all()

    monkeypatch.setattr(drain, "cluster_lock", lost)
    pages.during_build = lambda: in_another_thread(overtake)
    drain_once()
    assert list(live()) == ["second"]
    assert not IndexJob.objects.exists()


def test_only_one_process_drains(add, pages):
    add("cases")
    served = []
    with cluster_lock("drain") as mine:
        assert mine
        in_another_thread(lambda: served.append(drain_once()))
    assert served == [0]
    assert drain_once() > 0


def test_editors_and_the_drain_at_the_same_time_end_in_the_same_state(add, pages):
    made = [add(f"page-{number}") for number in range(6)]
    stop = threading.Event()
    problems: list[Exception] = []

    def edit(page):
        try:
            for turn in range(5):
                with transaction.atomic():
                    changed = Page.objects.get(pk=page.pk)
                    changed.title = f"{page.slug} {turn}"
                    changed.save()
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    def drain_on():
        try:
            while not stop.is_set():
                drain_once()
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    drainers = [threading.Thread(target=drain_on) for _ in range(2)]
    editors = [threading.Thread(target=edit, args=(page,)) for page in made]
    for thread in (*drainers, *editors):
        thread.start()
    for thread in editors:
        thread.join(60)
    stop.set()
    for thread in drainers:
        thread.join(60)
    drain_all()
    assert problems == []
    assert sorted(live()) == [f"page-{number} 4" for number in range(6)]
    seqs = list(SearchDocument.objects.values_list("seq", flat=True))
    assert max(seqs) == SearchSequence.objects.get().value
    close_old_connections()
