"""Cues merged into passages that a search can find and a reader can be led to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lectures.times import clock
from search.records import PassageRecord

#: A passage ends at the first end of a sentence after SHORTEST, and at any cue once it is as long as LONGEST.
SHORTEST_MS = 20_000
LONGEST_MS = 60_000
#: Passages of a text without times, in signs.
PLAIN_SIGNS = 500

_SENTENCE_END = re.compile(r"[.?!…。]['\"”’)\]]*$")


@dataclass
class Passage:
    """Cues that follow each other inside one chapter."""

    cues: list[Any] = field(default_factory=list)
    chapter: Any = None

    @property
    def start_ms(self) -> int:
        return int(self.cues[0].start_ms)

    @property
    def end_ms(self) -> int:
        return int(self.cues[-1].end_ms)

    @property
    def seconds(self) -> int:
        return self.start_ms // 1000

    @property
    def text(self) -> str:
        return " ".join(" ".join(cue.text.split()) for cue in self.cues)


def merge(cues: Sequence[Any], chapters: Sequence[Any] = ()) -> list[Passage]:
    """Passages of 20 to 60 s that end where a sentence does and cross no chapter; both in order of their start."""
    starts = [chapter.start_ms for chapter in chapters]
    passages: list[Passage] = []
    current: Passage | None = None
    for cue in cues:
        place = bisect_right(starts, cue.start_ms) - 1
        chapter = chapters[place] if place >= 0 else None
        if current is None or current.chapter is not chapter or _is_full(current, cue):
            current = Passage([], chapter)
            passages.append(current)
        current.cues.append(cue)
    return passages


def _is_full(passage: Passage, following: Any) -> bool:
    lasted = passage.end_ms - passage.start_ms
    if following.end_ms - passage.start_ms > LONGEST_MS:
        return True
    return lasted >= SHORTEST_MS and bool(_SENTENCE_END.search(passage.cues[-1].text.strip()))


def passage_records(cues: Sequence[Any], chapters: Sequence[Any], first: int) -> list[PassageRecord]:
    """The passages as search takes them, numbered from `first`; those of one second become one."""
    records: list[PassageRecord] = []
    for passage in merge(cues, chapters):
        locator = f"t={passage.seconds}"
        if records and records[-1].locator == locator:
            records[-1] = replace(records[-1], text=f"{records[-1].text} {passage.text}")
            continue
        heading = clock(passage.start_ms) + (f" {passage.chapter.title}" if passage.chapter else "")
        records.append(PassageRecord(first + len(records), locator, heading, passage.text))
    return records


def plain_records(text: str, first: int) -> Iterator[PassageRecord]:
    """Passages of a transcript without times: paragraphs put together up to PLAIN_SIGNS."""
    for number, part in enumerate(_portions(text.splitlines()), first):
        yield PassageRecord(number, "section=transcript", "대본", part)


def _portions(paragraphs: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    for paragraph in filter(str.strip, paragraphs):
        if held and sum(map(len, held)) + len(paragraph) > PLAIN_SIGNS:
            yield "\n".join(held)
            held = []
        held.append(paragraph.strip())
    if held:
        yield "\n".join(held)
