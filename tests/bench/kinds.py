"""Search and suggestions by kind of query, and what each layer of a search costs as a share of the whole."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.test import Client

from search import query as searching
from search.evaluate import JudgedQuery, read_judged
from search.suggest.answers import suggest
from tests.bench.search import p95

JUDGED = Path(__file__).resolve().parents[1] / "search" / "judged"
ROUNDS = 3
#: name -> where the layer is called from; they do not overlap.
LAYERS: dict[str, tuple[Any, str]] = {
    "rights of the viewer": (searching, "viewer_keys"),
    "understanding": (searching, "understood_request"),
    "engine: rank, cut, facets": (searching._EngineSession, "search"),
    "engine: passages": (searching._EngineSession, "locate"),
    "rows and last check of rights": (searching, "visible_documents"),
    "promoted results": (searching, "promoted_documents"),
    "snippets": (searching, "build_results"),
    "nearest spellings": (searching, "nearest_spellings"),
}


@contextmanager
def timed(spent: dict[str, float]) -> Iterator[None]:
    """Add up the milliseconds that are spent in each of LAYERS."""

    def wrap(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                spent[name] += (time.perf_counter() - started) * 1000

        return measured

    patches = [
        patch.object(owner, attribute, wrap(name, getattr(owner, attribute)))
        for name, (owner, attribute) in LAYERS.items()
    ]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


def run() -> None:
    """Print p50, p95 and p99 per kind, for search and for suggestions, then the layers."""
    queries, _judgements = read_judged(JUDGED)
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})

    def by_api(text: str) -> None:
        answer = client.get("/api/search/", {"q": text})
        if answer.status_code != 200:
            raise RuntimeError(f"{text!r}: {answer.status_code}")

    _by_kind("/api/search/ by kind of query", queries, by_api)
    _by_kind("suggestions by kind of query", queries, lambda text: suggest(text, "ko"))
    _layers(queries, by_api)


def _by_kind(name: str, queries: list[JudgedQuery], ask: Callable[[str], object]) -> None:
    times: dict[str, list[float]] = defaultdict(list)
    for query in queries:
        ask(query.text)
    for query in queries * ROUNDS:
        started = time.perf_counter()
        ask(query.text)
        times[query.kind].append((time.perf_counter() - started) * 1000)
    print(f"{name}, {len(queries)} queries, milliseconds")
    for kind, values in [*times.items(), ("all", list(chain(*times.values())))]:
        values.sort()
        p99 = values[int(len(values) * 0.99)]
        print(f"  {kind:<12} p50 {statistics.median(values):7.2f}   p95 {p95(values):7.2f}   p99 {p99:7.2f}")


def _layers(queries: list[JudgedQuery], ask: Callable[[str], object]) -> None:
    spent: dict[str, float] = dict.fromkeys(LAYERS, 0.0)
    started = time.perf_counter()
    with timed(spent):
        for query in queries:
            ask(query.text)
    whole = (time.perf_counter() - started) * 1000
    spent["request, facets and JSON"] = whole - sum(spent.values())
    print(f"layers of a search: milliseconds per query, share of {whole / len(queries):.2f}")
    for name, milliseconds in spent.items():
        print(f"  {name:<32} {milliseconds / len(queries):7.2f}   {milliseconds / whole:6.1%}")
