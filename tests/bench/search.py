"""Search through the API, in the engine alone, and by Wagtail's own search, on the same queries."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence

from django.conf import settings
from django.test import Client, override_settings
from wagtail.models import Page

from search.engines import get_engine
from search.engines.base import EngineQuery

QUERIES = 200
WARM_UP = 20
SIZE = 10


def mixed_queries() -> list[str]:
    """Words and pairs of words from titles, whole titles, and words that nothing has; the same in every run."""
    draw = random.Random(20261123)
    titles = sorted(Page.objects.live().filter(depth__gt=3).values_list("title", flat=True))
    words = [word for title in titles for word in title.split()]
    queries = []
    for number in range(QUERIES):
        kind = number % 5
        if kind in (0, 1):
            queries.append(draw.choice(words))
        elif kind == 2:
            queries.append(" ".join(draw.sample(words, 2)))
        elif kind == 3:
            queries.append(draw.choice(titles))
        else:
            queries.append(draw.choice(words) + draw.choice(["", " 어떻게 하나요", " 비용", " 없는말"]))
    return queries


def measure(queries: list[str], ways: Sequence[Callable[[str], object]]) -> list[list[float]]:
    """Milliseconds per query for each way, in order of size; the ways take turns, so that all meet the same machine."""
    for query in queries[:WARM_UP]:
        for ask in ways:
            ask(query)
    spent: list[list[float]] = [[] for _ in ways]
    for query in queries:
        for ask, times in zip(ways, spent, strict=True):
            started = time.perf_counter()
            ask(query)
            times.append((time.perf_counter() - started) * 1000)
    return [sorted(times) for times in spent]


def p95(values: list[float]) -> float:
    return values[int(len(values) * 0.95)]


def run() -> None:
    """Print p50 and p95 of each way and the ratios the targets are about."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    engine = get_engine()
    queries = mixed_queries()

    def by_api(query: str) -> None:
        response = client.get("/api/search/", {"q": query, "size": SIZE})
        if response.status_code != 200:
            raise RuntimeError(f"{query!r}: {response.status_code}")

    def by_engine(query: str) -> None:
        question = EngineQuery(text=query, audiences=("public",), limit=SIZE)
        result = engine.search(question)
        engine.locate(question, [hit.key for hit in result.hits], 3)

    def by_wagtail(query: str) -> None:
        client.get("/reference/", {"q": query})

    def by_queryset(query: str) -> None:
        results = Page.objects.live().search(query)
        results.count()
        [page.title for page in results[:SIZE]]

    ways = (by_api, by_engine, by_wagtail, by_queryset)
    with override_settings(ROOT_URLCONF="tests.bench.reference"):
        api, alone, wagtail, queryset = measure(queries, ways)
    print(f"{len(queries)} mixed queries, {Page.objects.live().count()} live pages, milliseconds")
    rows = (
        ("/api/search/", api),
        ("engine alone", alone),
        ("Wagtail's own search behind an address", wagtail),
        ("Wagtail's own search, queryset alone", queryset),
    )
    for name, values in rows:
        print(f"  {name:<40} p50 {statistics.median(values):7.2f}   p95 {p95(values):7.2f}")
    added = statistics.median(api) - statistics.median(alone)
    print(f"  added by the portal to the engine at the median: {added:.2f} (target: at most 30)")
    ratio = statistics.median(wagtail) / statistics.median(api)
    print(f"  Wagtail's own / ours at the median, both behind an address: {ratio:.2f} (target: above 1)")
    print(
        f"  the same with Wagtail's queryset alone: {statistics.median(queryset) / statistics.median(api):.2f}"
    )
