"""How time grows with the corpus: building an index and asking it, from 60,000 to 240,000 passages."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable

from deploy.run import elasticsearch as servers
from search import feed
from search.engines import elastic_engine, embedded_engine
from search.engines.base import Engine
from tests.bench.corpus import grown
from tests.bench.engines import question, told, using
from tests.bench.search import measure, mixed_queries, p95

#: Passages of the corpora; others, in order of size: BENCH_PASSAGES="6000 24000".
SIZES = (60_000, 240_000)
ASKED = 100

Figures = tuple[float, float]


def run() -> None:
    """Print build time and p95 of each engine per size, and by how much they grow."""
    sizes = [int(size) for size in os.environ.get("BENCH_PASSAGES", "").split()] or SIZES
    with contextlib.ExitStack() as stack:
        engines: list[Callable[[], Engine | None]] = [embedded_engine]
        try:
            node = stack.enter_context(servers.node(8))
            stack.enter_context(using(node.url))
            engines.append(elastic_engine)
        except servers.NoServer as missing:
            print(f"growth: Elasticsearch was not measured: {missing}")
        queries = mixed_queries()[:ASKED]
        found: dict[str, list[Figures]] = {}
        for size in sizes:
            with grown(size) as passages:
                for of in engines:
                    engine = of()
                    assert engine is not None
                    found.setdefault(engine.name, []).append(measured(engine, queries, passages))
    more = sizes[-1] / sizes[0]
    for name, figures in found.items():
        small, large = figures[0], figures[-1]
        print(
            f"growth: {name}, {more:.1f} times the passages: build time x {large[0] / small[0]:.1f},"
            f" p95 x {large[1] / small[1]:.1f}"
        )


def measured(engine: Engine, queries: list[str], passages: int) -> Figures:
    """(seconds of a build, p95 in milliseconds) of this engine on the corpus as it is."""
    started = time.perf_counter()
    build = feed.build(engine)
    seconds = time.perf_counter() - started

    def ask(text: str) -> None:
        found = build.search(question(text))
        build.locate(question(text), [hit.key for hit in found.hits], 3)

    started = time.perf_counter()
    ask(queries[0])
    first = (time.perf_counter() - started) * 1000
    (values,) = measure(queries, (ask,))
    print(
        f"growth: {engine.name}, {build.count():,} documents with {passages:,} passages: built in {seconds:.0f} s",
        flush=True,
    )
    told("rank, cut, facets and places, milliseconds", values)
    print(f"  the very first question after the build: {first:.0f}")
    feed.prune(engine)
    return seconds, p95(values)
