"""Elasticsearch dies and comes back while eight editors publish: no editor sees it, nothing is lost, nothing leaks."""

from __future__ import annotations

import time

from districts.models import CaseStudy
from tests.faults.conftest import PUBLISHES
from tests.faults.stream import judge, orders, publish, reading


def test_a_stream_of_publishes_outlives_two_outages(portal, up, tell):
    portal.workers(2)
    wanted = orders(PUBLISHES)
    stream = publish(portal, wanted)
    with reading(stream) as readers:
        for share in (0.2, 0.5):
            stream.reach(int(share * len(wanted)))
            up.kill()
            time.sleep(2)
            up.start()
            up.wait()
        stream.end()
        recovery = portal.settle(180)
    assert readers.stood_in
    assert CaseStudy.objects.filter(live=True).count() == PUBLISHES * 4 // 5
    tell(judge(portal, stream, readers, recovery))
