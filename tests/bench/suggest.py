"""Suggestions while typing, by the way somebody types, on the sample content and on 60,000 passages."""

from __future__ import annotations

import itertools
import random
import statistics
from collections.abc import Callable

from django.conf import settings
from django.test import Client

from search.korean.jamo import is_syllable
from search.models import SearchDocument
from search.suggest.readings import plain
from search.understanding.keyboard import compose, keystrokes, to_latin
from tests.bench.corpus import grown
from tests.bench.search import measure, p95

PASSAGES = 60_000
ASKED = 60
#: On the server, of what readers wait for at the slowest twentieth.
TARGET_MS = 30.0
SEARCH = "a whole search"


def _first_consonants(name: str) -> str:
    return "".join(keystrokes(char)[0] if is_syllable(char) else char for char in name[:5])


def _unfinished(name: str) -> str:
    return compose(keystrokes(name[:4])[:-1])


WAYS: dict[str, Callable[[str], str]] = {
    "one syllable": lambda name: name[:1],
    "beginning": lambda name: name[:3],
    "middle": lambda name: name[2:5],
    "first consonants": _first_consonants,
    "half a syllable": _unfinished,
    "wrong input mode": lambda name: to_latin(name[:3]),
    "nowhere": lambda name: name[:3] + "힣",
}


def run() -> None:
    """Print p50 and p95 of each way for both sizes, and how they stand to a whole search of the sample content."""
    draw = random.Random(20261123)
    titles = (
        SearchDocument.objects.filter(deleted=False, audience="public")
        .order_by("pk")
        .values_list("title", flat=True)
    )
    names = draw.sample([name for title in titles if len(name := plain(title).replace(" ", "")) > 5], ASKED)
    small = _measured(names)
    documents = SearchDocument.objects.count()
    with grown(PASSAGES) as passages:
        large = _measured(names, but=SEARCH)
        more = SearchDocument.objects.count()
    print(
        f"suggest: {len(names)} names a way, milliseconds: {documents} documents, then {more} with {passages} passages"
    )
    for way in WAYS:
        few, many = small[way], large[way]
        print(
            f"  {way:<20} p50 {statistics.median(few):6.2f}  p95 {p95(few):6.2f}"
            f"   p50 {statistics.median(many):6.2f}  p95 {p95(many):6.2f}"
        )
    typed = sorted(value for way in WAYS for value in large[way])
    searched = small[SEARCH]
    print(f"  all ways with {passages} passages: p95 {p95(typed):.2f} (target: under {TARGET_MS:.0f})")
    print(
        f"  at the median a suggestion takes {statistics.median(typed) / statistics.median(searched):.2f} of a search"
    )


def _measured(names: list[str], but: str = "") -> dict[str, list[float]]:
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    people = itertools.count()

    def asking(address: str, typed: Callable[[str], str]) -> Callable[[str], object]:
        def ask(name: str) -> None:
            # As many people: one client would be asked to wait.
            number = next(people)
            who = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            if client.get(address, {"q": typed(name)}, REMOTE_ADDR=who).status_code != 200:
                raise RuntimeError(f"{address} {typed(name)!r}")

        return ask

    ways = {way: asking("/api/suggest/", typed) for way, typed in WAYS.items()}
    ways[SEARCH] = asking("/api/search/", WAYS["beginning"])
    ways.pop(but, None)
    return dict(zip(ways, measure(names, list(ways.values())), strict=True))
