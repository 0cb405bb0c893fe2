"""An index that is read-only, full, red, wrong or gone: searches are answered, publishes succeed, all is put right."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.test import Client
from elasticsearch import Elasticsearch

from search.engines import elastic_engine
from search.engines.elastic import ElasticEngine
from search.engines.elastic_client import shared_client
from search.sync import sync_all
from tests.factories.site import make_case
from tests.faults.portal import Portal, note, until
from tests.faults.stream import judge, orders, publish, reading

WATERMARK = "cluster.routing.allocation.disk"
INFO_SECONDS = 10


@pytest.fixture(scope="module")
def shop(make_portal_once, node) -> Portal:
    if not node.answers():
        node.kill()
        node.start()
        node.wait()
    portal = make_portal_once(node.url)
    for number in range(5):
        make_case(f"돌봄 사례 {number}")
    sync_all()
    portal.workers()
    return portal


def engine() -> ElasticEngine:
    found = elastic_engine()
    assert found is not None
    return found


def client() -> Elasticsearch:
    return shared_client(engine().settings).options(request_timeout=30)


def names() -> list[str]:
    return sorted(client().indices.get_alias(index=f"{engine().settings.index_prefix}-*").body)


def who_answers() -> str:
    return str(Client().get("/api/search/?q=돌봄").json()["engine"])


@contextmanager
def settled(portal: Portal, tell: Callable[[str], None]) -> Iterator[Callable[[], None]]:
    """Publish and search while the body breaks something; the body calls what it gets once it is broken."""
    until(lambda: who_answers() == "elasticsearch", 90)
    with reading(None) as readers:

        def work() -> None:
            streams.append(publish(portal, orders(6), editors=2))
            streams[0].end()

        streams: list[object] = []
        yield work
        recovery = portal.settle(120) + until(lambda: who_answers() == "elasticsearch", 120)
        time.sleep(0.2)
    tell(judge(portal, streams[0], readers, recovery))  # type: ignore[arg-type]


def test_a_read_only_index(shop, tell):
    with settled(shop, tell) as publish_some:
        client().indices.put_settings(index=names(), settings={"index.blocks.write": True})
        publish_some()
        time.sleep(1)
        assert shop.behind_on("elasticsearch")
        assert not shop.behind_on("embedded")
        assert who_answers() == "elasticsearch"
        client().indices.put_settings(index=names(), settings={"index.blocks.write": None})


def test_a_full_disk(shop, tell):
    """The flood stage of the disk: the cluster itself makes its indexes read-only, and opens them again."""
    with settled(shop, tell) as publish_some:
        full = {f"{WATERMARK}.watermark.{stage}": "999pb" for stage in ("low", "high", "flood_stage")}
        quick = {"cluster.info.update.interval": f"{INFO_SECONDS}s"}
        set_cluster(**full, **quick, **{f"{WATERMARK}.threshold_enabled": True})
        until(lambda: "read_only_allow_delete" in str(client().indices.get_settings(index=names())), 60)
        publish_some()
        time.sleep(1)
        assert shop.behind_on("elasticsearch")
        free = {f"{WATERMARK}.watermark.{stage}": "1b" for stage in ("low", "high", "flood_stage")}
        set_cluster(**free)
        until(lambda: "read_only_allow_delete" not in str(client().indices.get_settings(index=names())), 60)
    set_cluster(**dict.fromkeys([*full, *quick, f"{WATERMARK}.threshold_enabled"]))


def set_cluster(**values: object) -> None:
    client().cluster.put_settings(persistent=values)


def test_an_index_deleted_by_hand(shop, tell):
    with settled(shop, tell) as publish_some:
        for name in names():
            client().indices.delete(index=name)
        publish_some()


def test_one_of_two_indexes_deleted_by_hand(shop, tell):
    with settled(shop, tell) as publish_some:
        client().indices.delete(index=next(name for name in names() if "-passages-" in name))
        publish_some()


@pytest.mark.parametrize("under", ["the alias", "the name of the alias"])
def test_an_index_with_a_wrong_mapping(shop, tell, under):
    """Somebody else's index has taken the place of ours, as when a tool writes to an index that is not there."""
    with settled(shop, tell) as publish_some:
        builds = engine()._builds
        for name in names():
            client().indices.delete(index=name)
        for part in ("documents", "passages"):
            alias = builds.alias(part)
            wrong = {"properties": {"key": {"type": "text"}, "seq": {"type": "text"}}}
            if under == "the alias":
                name, aliases = f"{engine().settings.index_prefix}-{part}-by-hand", {alias: {}}
            else:
                name, aliases = alias, {}
            client().indices.create(index=name, mappings=wrong, aliases=aliases)
            client().index(index=name, id="case:1", document={"key": "case:1", "audience": "public"})
        publish_some()


def test_a_mapping_that_is_no_longer_ours(shop, tell):
    """An index of our name that was restored from elsewhere: it has our note about itself, and other fields."""
    with settled(shop, tell) as publish_some:
        builds, cursor = engine()._builds, engine().cursor()
        serving = builds.serving()
        for name in names():
            client().indices.delete(index=name)
        for part in ("documents", "passages"):
            client().indices.create(
                index=builds.index(part, serving),
                mappings={
                    "properties": {"cursor": {"type": "long", "index": False}, "seq": {"type": "text"}}
                },
                aliases={builds.alias(part): {}, builds.alias(part, serving.name): {}},
            )
        client().index(index=builds.alias("documents"), id="#meta", document={"cursor": cursor}, refresh=True)
        publish_some()


def test_a_red_cluster(shop, node, tell):
    """No shard of ours may be on any node: after a restart the cluster is there and has nothing to search in."""
    with settled(shop, tell) as publish_some:
        nowhere = {"index.routing.allocation.require._name": "nobody"}
        client().indices.put_settings(index=names(), settings=nowhere)
        node.kill()
        node.start()
        node.wait()
        assert client().cluster.health()["status"] == "red"
        until(lambda: who_answers() == "embedded")
        publish_some()
        anywhere = {"index.routing.allocation.require._name": None}
        client().indices.put_settings(index=names(), settings=anywhere)


def test_a_red_cluster_whose_data_are_lost(shop, node, tell):
    """The one case that an operator has to end, by the command that the documentation names."""
    with settled(shop, tell) as publish_some:
        node.kill()
        for shard in (node.folder / "data" / "indices").glob("*/0"):
            shutil.rmtree(shard)
        node.start()
        node.wait()
        until(lambda: client().cluster.health()["status"] == "red")
        publish_some()
        assert who_answers() == "embedded"
        begun = time.monotonic()
        call_command("search_index", "build", "--engine", "elasticsearch", verbosity=0)
        note(rebuild=time.monotonic() - begun)
