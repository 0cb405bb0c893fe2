"""Three nodes, one replica: one of them is killed under load and nobody notices."""

from __future__ import annotations

import time

import pytest

from deploy.run import elasticsearch
from search.engines import elastic_engine
from search.engines.elastic_client import shared_client
from tests.faults.test_outage import Seen, readers, tell_and_judge, while_editors_publish


@pytest.mark.parametrize("major", elasticsearch.RELEASES)
def test_a_node_is_killed_under_load(major, make_portal, tell):
    with elasticsearch.nodes(major, 3) as nodes:
        portal, seen = make_portal(*(node.url for node in nodes)), Seen()
        portal.worker("index")
        portal.worker("elasticsearch")
        engine = elastic_engine()
        client = shared_client(engine.settings)
        index = f"{engine.settings.index_prefix}-*"
        client.options(request_timeout=60).cluster.health(index=index, wait_for_status="green", timeout="50s")

        def disturb() -> None:
            while seen.tried < 40 and not seen.errors:
                time.sleep(0.05)
            holder = client.cat.shards(index=index, format="json", h="prirep,node").body
            primary = next(shard["node"] for shard in holder if shard["prirep"] == "p")
            next(node for node in nodes if node.name == primary).kill()

        with readers(seen):
            while_editors_publish(seen, 120, disturb)
            recovery = portal.settle(180)
        tell_and_judge(portal, seen, tell, recovery)
        elastic_engine().drop()
