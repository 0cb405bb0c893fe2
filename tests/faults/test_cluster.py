"""Three nodes, one replica: a node is killed under load, no search goes unanswered and no publish is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deploy.run import elasticsearch
from tests.faults.portal import Portal
from tests.faults.stream import judge, orders, publish, reading
from tests.faults.test_server import client, names


@pytest.fixture
def three(major, node) -> Iterator[list[elasticsearch.Node]]:
    node.kill()
    with elasticsearch.nodes(major, 3) as nodes:
        yield nodes


@pytest.fixture
def cluster(make_portal, three) -> Portal:
    return make_portal(*(one.url for one in three))


def test_a_node_is_killed_under_load(cluster, three, tell):
    cluster.workers()
    index = ",".join(names())
    client().cluster.health(index=index, wait_for_status="green", timeout="25s")
    wanted = orders(120)
    stream = publish(cluster, wanted)
    with reading(stream) as readers:
        stream.reach(40)
        shards = client().cat.shards(index=index, format="json", h="prirep,node").body
        holder = next(shard["node"] for shard in shards if shard["prirep"] == "p")
        victim = next(one for one in three if one.name == holder)
        victim.kill()
        stream.reach(100)
        victim.start()
        stream.end()
        recovery = cluster.settle(180)
    tell(judge(cluster, stream, readers, recovery))
