"""A lecture of an hour with 1,000 cues: reading its captions, indexing it, its page beside one without a recording.

The reference for reading captions is webvtt-py on the same file. Everything happens in a transaction that is taken
back, so that the sample content stays as it is.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from lectures.domain.captions import Line, decode, parse, webvtt
from lectures.domain.transcripts import replace_captions, replace_chapters
from lectures.models import Lecture, Recording
from search.registry import current

CUES = 1000
ROUNDS = 5
WORDS = (
    "스마트도시",
    "자치구",
    "돌봄",
    "횡단보도",
    "키오스크",
    "어르신",
    "관제",
    "예산",
    "조례",
    "주민",
    "운영",
    "결과",
)


class _Back(Exception):
    """Takes the transaction back."""


def run() -> None:
    """Measure and print; every time is the middle of ROUNDS."""
    lines = _hour()
    file = webvtt(lines).encode()
    ours = _middle(lambda: parse(decode(file)))
    print(f"recordings: reading {CUES:,} cues: {ours * 1000:.0f} ms, {_theirs(file, ours)}")
    # Pages name their style sheets plainly here: the installation of the bench has collected none.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    try:
        with transaction.atomic(), override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
            _measure(lines)
            raise _Back
    except _Back:
        pass


def _hour() -> list[Line]:
    """An hour of cues, a sentence every other one."""
    step = 3_600_000 // CUES
    return [
        Line(
            number * step,
            number * step + step - 100,
            f"{number}번째 대목에서 {' '.join(WORDS[(number + k) % len(WORDS)] for k in range(7))}을 말합니다"
            + ("." if number % 2 else ","),
        )
        for number in range(CUES)
    ]


def _theirs(file: bytes, ours: float) -> str:
    import webvtt as library

    theirs = _middle(lambda: library.from_string(file.decode()))
    return f"webvtt-py {theirs * 1000:.0f} ms (ratio {ours / theirs:.2f})"


def _measure(lines: list[Line]) -> None:
    lecture = Lecture.objects.live().filter(recording=None).exclude(key_points="").order_by("pk").first()
    if lecture is None:
        print("recordings: no lecture to measure with")
        return
    searchable = current().kinds()["lecture"]
    plain_build = _middle(lambda: searchable.build([lecture.pk]))
    plain = _page(lecture)
    recording = Recording.objects.create(lecture=lecture, published=True)
    stored = _middle(lambda: replace_captions(recording, lines))
    replace_chapters(recording, [(start * 360_000, f"{start + 1}장", "") for start in range(10)])
    build = _middle(lambda: searchable.build([lecture.pk]))
    passages = len(searchable.build([lecture.pk])[lecture.pk].passages)
    print(
        f"recordings: storing {CUES:,} cues {stored * 1000:.0f} ms; document of an hour {build * 1000:.0f} ms "
        f"({passages} passages), without a recording {plain_build * 1000:.0f} ms"
    )
    for name, (seconds, queries, size, packed) in {
        "without a recording": plain,
        f"{CUES:,} cues": _page(lecture),
    }.items():
        print(
            f"recordings: page, {name}: {seconds * 1000:.0f} ms, {queries} queries, "
            f"{size / 1024:.0f} KiB ({packed / 1024:.0f} KiB compressed)"
        )


def _page(lecture: Any) -> tuple[float, int, int, int]:
    """Seconds, queries, bytes and compressed bytes of the page, made anew each time."""
    client = Client(headers={"host": "127.0.0.1"})
    address = f"{lecture.get_url()}?bench=1"
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        html = client.get(address).content
    queries = len(caught)  # the next request forgets them
    return _middle(lambda: client.get(address)), queries, len(html), len(gzip.compress(html, 6))


def _middle(act: Callable[[], Any]) -> float:
    """Seconds, the middle of ROUNDS."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return sorted(times)[ROUNDS // 2]
