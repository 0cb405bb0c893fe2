"""Search engines beside what they are made of: Elasticsearch beside its own client, the embedded one beside tantivy."""

from __future__ import annotations

import os
import secrets
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client, override_settings
from elasticsearch import helpers

from deploy.run import elasticsearch as servers
from districts.models import CaseStudy
from search import feed
from search.engines import elastic_engine, elastic_schema, embedded_engine, embedded_schema
from search.engines.base import EngineQuery
from search.engines.elastic import ElasticEngine
from search.engines.elastic_client import shared_client
from search.engines.recipe import DOCUMENT_WEIGHTS, asked_tokens
from search.models import SearchDocument
from search.sync import sync_all
from tests.bench.corpus import grown
from tests.bench.search import SIZE, measure, mixed_queries, p95
from tests.silence import silent_server

PUBLIC = ("public",)
#: Passages of the corpus for the measurement of the feed.
FED = 10_000
PUBLISHES = 25
ROUNDS = 2
NOWHERE = "http://127.0.0.1:9"


def run() -> None:
    """Print what the engines cost beyond what they are made of; without a server, what is missing."""
    queries = mixed_queries()
    beside_tantivy(queries)
    try:
        with servers.node(8) as node, using(node.url):
            beside_client(queries)
            beside_bulk()
            publishing(node)
    except servers.NoServer as missing:
        print(f"engines: Elasticsearch was not measured: {missing}")


@contextmanager
def using(url: str) -> Iterator[None]:
    """The portal on this cluster, under a name of its own."""
    values = {
        **settings.ELASTICSEARCH,
        "HOSTS": [url],
        "INDEX_PREFIX": f"bench-{secrets.token_hex(4)}",
        "SEARCH_SECONDS": 10.0,
    }
    with override_settings(ELASTICSEARCH_URL=url, ELASTICSEARCH=values):
        yield


def told(name: str, values: Sequence[float]) -> None:
    print(f"  {name:<48} p50 {statistics.median(values):7.2f}   p95 {p95(sorted(values)):7.2f}")


def ratio(one: Sequence[float], other: Sequence[float]) -> str:
    medians = statistics.median(one) / statistics.median(other)
    return f"{medians:.2f} at p50, {p95(sorted(one)) / p95(sorted(other)):.2f} at p95"


def question(text: str) -> EngineQuery:
    return EngineQuery(text=text, audiences=PUBLIC, limit=SIZE)


# --- searching ----------------------------------------------------------------------------------------


def beside_tantivy(queries: list[str]) -> None:
    """The embedded engine (cut, exact facets, places) beside one plain tantivy search of the same clauses."""
    engine, of = embedded_engine(), embedded_schema.document_schema()
    ready: dict[str, Any] = {}
    for text in queries:
        tokens = asked_tokens(question(text))
        if tokens:
            scored = embedded_schema.scoring_query(of, DOCUMENT_WEIGHTS, tokens)
            ready[text] = embedded_schema.both(embedded_schema.restricted(of, "audience", PUBLIC), scored)

    def by_engine(text: str) -> None:
        engine.search(question(text))

    def with_places(text: str) -> None:
        found = engine.search(question(text))
        engine.locate(question(text), [hit.key for hit in found.hits], 3)

    def raw(text: str) -> None:
        engine._read(lambda view: view.documents.search(ready[text], SIZE, count=True), None)

    asked = [text for text in queries if text in ready]
    found, placed, plain = measure(asked, (by_engine, with_places, raw))
    print(f"embedded engine: {len(asked)} queries, {engine.count()} documents, milliseconds")
    told("rank, cut, count every facet", found)
    told("the same and places in the documents", placed)
    told("tantivy alone: the first ten, query made before", plain)
    print(f"  engine / tantivy: {ratio(found, plain)}")


def beside_client(queries: list[str]) -> None:
    """The API of the portal on Elasticsearch beside the very requests it sends, sent by the client alone."""
    engine = elastic_engine()
    assert engine is not None
    sync_all(engine)
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0], "cookie": "messages=none"})
    transport = shared_client(engine.settings).transport
    sent: dict[str, list[tuple[tuple[Any, ...], dict[str, Any]]]] = {}

    def by_api(text: str) -> None:
        response = client.get("/api/search/", {"q": text, "size": SIZE})
        if response.status_code != 200 or response.json()["engine"] != engine.name:
            raise RuntimeError(f"{text!r}: {response.status_code}")

    def by_engine(text: str) -> None:
        found = engine.search(question(text))
        engine.locate(question(text), [hit.key for hit in found.hits], 3)

    def raw(text: str) -> None:
        for arguments, named in sent[text]:
            transport.perform_request(*arguments, **named)

    for text in queries:
        with noting(transport) as requests:
            by_api(text)
        sent[text] = requests
    api, alone, plain = measure(queries, (by_api, by_engine, raw))
    print(f"Elasticsearch: {len(queries)} queries, {engine.count()} documents, milliseconds")
    told("/api/search/", api)
    told("engine alone", alone)
    told("the requests of /api/search/ sent raw", plain)
    print(f"  portal / raw: {ratio(api, plain)}")
    print(f"  added by the portal at the median: {statistics.median(api) - statistics.median(plain):.2f}")


@contextmanager
def noting(transport: Any) -> Iterator[list[tuple[tuple[Any, ...], dict[str, Any]]]]:
    """What is sent through this transport meanwhile."""
    requests: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    real = transport.perform_request

    def note(*arguments: Any, **named: Any) -> Any:
        requests.append((arguments, named))
        return real(*arguments, **named)

    transport.perform_request = note
    try:
        yield requests
    finally:
        del transport.perform_request


# --- writing ------------------------------------------------------------------------------------------


def beside_bulk() -> None:
    """The feed (rows, analysis, bulk, cursor) beside bulk indexing of documents that are ready."""
    engine = elastic_engine()
    assert engine is not None
    with grown(FED) as passages:
        started = time.perf_counter()
        build = feed.build(engine)
        fed = time.perf_counter() - started
        documents = build.count()
        actions = ready_actions()
        started = time.perf_counter()
        raw_bulk(engine, actions)
        raw = time.perf_counter() - started
    feed.prune(engine)
    print(f"feed: {documents} documents with {passages} passages into a new index")
    print(f"  feed {fed:.1f} s ({passages / fed:,.0f} passages/s), ready documents in bulk {raw:.1f} s")
    print(f"  feed / bulk of ready documents: {fed / raw:.2f}")


def ready_actions() -> dict[str, list[dict[str, Any]]]:
    """part of an index -> what the feed would send of it."""
    actions: dict[str, list[dict[str, Any]]] = {"documents": [], "passages": []}
    for document in SearchDocument.objects.filter(deleted=False).prefetch_related("passages"):
        change = feed.to_change(document)
        assert change.record is not None
        reserved = elastic_schema.reserved_for(change.record, 0)
        actions["documents"].append(elastic_schema.document_action(change, change.record, reserved))
        written = elastic_schema.passage_actions(change, change.record, reserved)
        # A gap in the ordinals is a removal, which an empty index has nothing for.
        actions["passages"] += (action for action in written if action["_op_type"] == "index")
    return actions


def raw_bulk(engine: ElasticEngine, actions: dict[str, list[dict[str, Any]]]) -> None:
    client = shared_client(engine.settings)
    for part, entries in actions.items():
        name = f"{engine.settings.index_prefix}-raw-{part}"
        client.indices.create(index=name, **elastic_schema.index_body(part, "0"))
        helpers.bulk(client, entries, index=name, chunk_size=500)
        client.indices.refresh(index=name)
    for part in actions:
        client.indices.delete(index=f"{engine.settings.index_prefix}-raw-{part}")


# --- publishing ---------------------------------------------------------------------------------------


def publishing(node: servers.Node) -> None:
    """What an editor waits while a worker feeds a cluster that is there, refuses connections, or hangs."""
    pages = list(CaseStudy.objects.live().order_by("pk")[:PUBLISHES])
    with silent_server() as silent:
        states = {"no cluster": "", "up": node.url, "down": NOWHERE, "hanging": silent}
        spent: dict[str, list[float]] = {name: [] for name in states}
        for number in range(ROUNDS):
            for name, url in states.items():
                with using(url), worker(url):
                    spent[name] += [publish(page, f"{name} {number}") for page in pages]
    print(f"publishing: {ROUNDS} x {len(pages)} pages with a worker at its work, milliseconds")
    for name, values in spent.items():
        told(f"Elasticsearch: {name}", values)
    usual = spent["no cluster"]
    for name in ("up", "down", "hanging"):
        added = statistics.median(spent[name]) - statistics.median(usual)
        # What a busy machine adds to the one and not to the other is least in the quickest ones.
        quick = statistics.quantiles(spent[name], n=10)[0] - statistics.quantiles(usual, n=10)[0]
        print(
            f"  added wait, {name}: {added:.1f} at the median (target: at most 20), {quick:.1f} in the quickest tenth"
        )


def publish(page: CaseStudy, mark: str) -> float:
    """Milliseconds of one publication with a change in it."""
    from django.db import transaction

    started = time.perf_counter()
    with transaction.atomic():
        page.summary = f"{page.summary.partition(' [')[0]} [{mark}]"
        page.save_revision().publish()
    spent = (time.perf_counter() - started) * 1000
    time.sleep(0.05)
    return spent


def _let_rest(pid: int, patience: float = 120.0) -> None:
    """Return when the worker and its children have started: when they do next to nothing for a second."""
    deadline = time.monotonic() + patience
    before = -1.0
    while time.monotonic() < deadline:
        spent = _seconds_of(pid)
        if 0 <= spent - before < 0.1:
            return
        before = spent
        time.sleep(1)


def _seconds_of(pid: int) -> float:
    """CPU time of a process and its children so far."""
    folder = Path(f"/proc/{pid}")
    try:
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        children = (folder / "task" / str(pid) / "children").read_text().split()
    except OSError:
        return 0.0
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_seconds_of(int(child)) for child in children)


@contextmanager
def worker(url: str) -> Iterator[None]:
    env = {
        **os.environ,
        "ELASTICSEARCH_URL": url,
        "ELASTICSEARCH_INDEX_PREFIX": settings.ELASTICSEARCH["INDEX_PREFIX"],
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "django", "worker"],
        cwd=settings.BASE_DIR,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        process.stdout.readline()
        _let_rest(process.pid)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
