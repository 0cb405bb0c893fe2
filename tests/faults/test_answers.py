"""Whatever the cluster does, a search is answered in time, says who answered, and the admin shows no error.

What is judged by the clock is measured up to TRIES times and the best counts: the slowness of a busy machine comes and
goes, that of a fault stays.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from search.engines import cluster_breaker
from search.sync import sync_all
from tests.factories.site import make_case, make_user
from tests.faults import faulty
from tests.faults.faulty import Proxy
from tests.faults.portal import Portal, note, until
from tests.faults.stream import LONGEST_SEARCH, NOTICE, Readers, orders, publish

TRIES = 3
SCREENS = ("/admin/", "/admin/pages/", "/admin/pages/search/?q=사례", "/admin/search-status/")


@pytest.fixture(scope="module")
def proxy(node) -> Iterator[Proxy]:
    with faulty.proxy(node.port) as one:
        yield one


@pytest.fixture(scope="module")
def behind_proxy(make_portal_once, proxy) -> Portal:
    portal = make_portal_once(proxy.url)
    for number in range(30):
        make_case(f"돌봄 사례 {number:02}", field="복지")
    sync_all()
    portal.workers()
    return portal


def engine() -> str:
    return str(Client().get("/api/search/?q=돌봄").json()["engine"])


@pytest.mark.parametrize("fault", faulty.FAULTS)
def test_readers_and_editors_hardly_notice(behind_proxy, proxy, fault, tell):
    until(lambda: engine() == "elasticsearch", 90)
    before, usual = _usually()
    proxy.become(fault)
    try:
        readers, stream = Readers(None, {}), publish(behind_proxy, orders(5), editors=1)
        first = _best(lambda: _first_search(readers), LONGEST_SEARCH)
        narrow = Client().get("/search/?q=돌봄&district=11350&licence=4&year=1999&field=복지")
        assert narrow.status_code in (200, 400)
        soon = max(3 * usual, 0.25)
        rest = _best(lambda: _median(readers, 12), soon)
        _answered_by_the_embedded_engine(Client())
        _no_error_in_the_admin()
        stream.end()
    finally:
        proxy.become(faulty.PASS)
    recovery = behind_proxy.settle(90) + until(lambda: engine() == "elasticsearch", 90)
    events = stream.look()
    slowest = max(event["seconds"] for event in events)
    note(slowest_search=readers.slowest, recovery=recovery, unanswered=len(readers.unanswered))
    note(publishes_tried=len(events), slowest_publish=slowest, searches=readers.searches)
    tell(
        f"usually {usual:.3f} s, first {first:.2f} s, then {rest:.3f} s; slowest of {readers.searches}"
        f" {readers.slowest:.2f} s; back after {recovery:.1f} s"
    )
    assert [event for event in events if event["said"]] == []
    assert (before.unanswered, readers.unanswered) == ([], [])
    assert first < LONGEST_SEARCH
    assert rest < soon
    behind_proxy.agree()


def _usually() -> tuple[Readers, float]:
    """Readers of the healthy cluster, and the seconds of a search in the middle.

    A machine so busy that the cluster is too slow for a moment is asked again.
    """
    for _ in range(TRIES):
        readers = Readers(None, {})
        usual = _median(readers, 10)
        if not readers.stood_in:
            break
        until(lambda: engine() == "elasticsearch", 90)
    return readers, usual


def _median(readers: Readers, count: int) -> float:
    client = Client()
    return statistics.median(readers.search(client, number % 2 == 0, "돌봄") for number in range(count))


def _first_search(readers: Readers) -> float:
    """The longer one of two searches by somebody who is the first to meet the fault."""
    spent = []
    for page, text in ((True, "돌봄"), (False, "흐름 사례")):
        cluster_breaker().works()
        spent.append(readers.search(Client(), page, text))
    return max(spent)


def _best(measure: Callable[[], float], wanted: float) -> float:
    """The shortest time of up to TRIES, fewer when the first ones are short enough."""
    found = measure()
    for _ in range(TRIES - 1):
        if found >= wanted:
            found = min(found, measure())
    return found


def _answered_by_the_embedded_engine(client: Client) -> None:
    assert client.get("/api/search/?q=돌봄").json()["engine"] == "embedded"
    assert NOTICE in client.get("/search/?q=돌봄").content.decode()
    assert cluster_breaker().open
    told = client.get("/readyz").json()
    assert [engine["name"] for engine in told["engines"] if engine["in_use"]] == ["embedded"]


def _no_error_in_the_admin() -> None:
    editor = Client()
    editor.force_login(make_user(is_superuser=True, is_staff=True))
    for address in SCREENS:
        assert editor.get(address).status_code == 200, address
