"""Clocks that jump forwards and backwards while editors publish and the worker works."""

from __future__ import annotations

import pytest

from tests.faults.portal import until
from tests.faults.stream import judge, orders, publish, reading
from tests.faults.test_server import who_answers

HOUR, DAY, YEAR = 3600.0, 86_400.0, 365 * 86_400.0


@pytest.mark.parametrize("offsets", [(0.0, 2 * HOUR), (0.0, -2 * HOUR), (30 * DAY, -YEAR)], ids=str)
@pytest.mark.parametrize("whose", ["the worker's", "an editor's"])
def test_a_clock_that_jumps_loses_nothing(portal, whose, offsets, tell):
    of_worker = offsets if whose == "the worker's" else ()
    # Sessions end by the same clock, which is right and another matter (tests/accounts).
    portal.changed["SESSION_COOKIE_AGE"] = int(2 * YEAR)
    for only in ("index", "elasticsearch"):
        portal.worker(only, of_worker)
    stream = publish(portal, orders(20), editors=2, clock=() if of_worker else offsets)
    with reading(stream) as readers:
        stream.end()
        recovery = portal.settle(60)
    tell(judge(portal, stream, readers, recovery))


def test_an_outage_under_a_jumping_clock_ends(portal, up):
    """The note that the cluster is away must not outlive it by the hours that the clock has jumped."""
    for only in ("index", "elasticsearch"):
        portal.worker(only, (2 * HOUR, 0.0, -2 * HOUR))
    until(lambda: who_answers() == "elasticsearch")
    up.kill()
    stream = publish(portal, orders(10), editors=2)
    until(lambda: who_answers() == "embedded")
    stream.end()
    up.start()
    up.wait()
    portal.settle(90)
    until(lambda: who_answers() == "elasticsearch", 30)
    portal.agree()
