"""Counts on their way to the database: gathered in the process, written every few seconds by a thread of their own.

A search never waits for the log. What is not written because the process ends or the database is away is gone; the
latter is counted as dropped.
"""

from __future__ import annotations

import datetime
import logging
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from search.counting import write
from search.counting.texts import is_unfinished, may_be_kept, tidied

logger = logging.getLogger(__name__)

#: Searches wait so many seconds for the rest of their last word.
TYPING_SECONDS = 3.0
#: Texts that wait at most; a flood is counted beyond that, without its texts.
MOST_WAITING = 500
# Clicks wait for so many rounds of writing, since another process may still hold the search.
_CLICK_ROUNDS = 2


@dataclass(frozen=True)
class Note:
    """A search as the results page tells it: see ``SearchCount``."""

    query: str
    filters: str = ""
    district: str = ""
    field: str = ""
    found: int = 0


@dataclass
class _Waiting:
    note: Note
    searches: int = 0
    empty: int = 0
    since: float = field(default_factory=time.monotonic)


class Buffer:
    """What one process has not written yet. Safe for threads; every method is quick and none raises."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._searches: dict[tuple[str, str], _Waiting] = {}
        self._taken_back: Counter[str] = Counter()
        self._clicks: list[tuple[int, write.Click]] = []
        self._totals: Counter[str] = Counter()
        self._thread: threading.Thread | None = None
        self._failing = False

    def search(self, note: Note, before: str | None = None) -> None:
        """Count a search. ``before``: the text of the results page that it was made on."""
        query = tidied(note.query)
        if not query or query == before:
            return
        with self._lock:
            if before and is_unfinished(before, query):
                self._take_back(before)
            elif before is None:
                self._collapse(query)
            self._totals["searches"] += 1
            if not may_be_kept(query):
                self._totals["withheld"] += 1
            elif (query, note.filters) not in self._searches and len(self._searches) >= MOST_WAITING:
                self._totals["beyond"] += 1
            else:
                waiting = self._searches.setdefault((query, note.filters), _Waiting(note))
                waiting.note = note
                waiting.searches += 1
                waiting.empty += note.found == 0
        self._wake()

    def click(self, query: str, *, path: str = "", rank: int = 0) -> None:
        """Count a page opened from the results (by its ``path``), or the ``rank`` of a result that was clicked."""
        query = tidied(query)
        if not query or not may_be_kept(query):
            return
        with self._lock:
            if len(self._clicks) >= MOST_WAITING:
                return
            self._clicks.append((0, write.Click(query, path, rank)))
        self._wake()

    def flush(self, *, everything: bool = True) -> None:
        """Write what waits; without ``everything`` only what has waited long enough."""
        batch = self._take(everything)
        if not batch:
            return
        try:
            write.write(batch)
        except Exception as error:
            with self._lock:
                self._totals.update(batch.totals)
                self._totals["dropped"] += sum(row.searches for row in batch.rows)
            if not self._failing:
                # The name of the error only: messages of databases repeat what was to be written.
                logger.warning("the search log cannot be written: %s", type(error).__name__)
            self._failing = True
        else:
            self._failing = False

    def clear(self) -> None:
        """Forget everything that was not written."""
        with self._lock:
            self._searches.clear()
            self._taken_back.clear()
            self._clicks.clear()
            self._totals.clear()

    def _collapse(self, query: str) -> None:
        """Forget what somebody was still typing a moment ago."""
        newest = time.monotonic() - TYPING_SECONDS
        for key, waiting in list(self._searches.items()):
            if waiting.since >= newest and is_unfinished(key[0], query):
                self._remove_one(key)

    def _take_back(self, query: str) -> None:
        for key in self._searches:
            if key[0] == query:
                self._remove_one(key)
                return
        self._totals["searches"] -= 1
        self._taken_back[query] += 1

    def _remove_one(self, key: tuple[str, str]) -> None:
        waiting = self._searches[key]
        self._totals["searches"] -= 1
        waiting.searches -= 1
        waiting.empty = min(waiting.empty, waiting.searches)
        if not waiting.searches:
            del self._searches[key]

    def _take(self, everything: bool) -> write.Batch | None:
        oldest = time.monotonic() - TYPING_SECONDS
        with self._lock:
            ready = [key for key, item in self._searches.items() if everything or item.since <= oldest]
            rows = [self._row(key) for key in ready]
            clicks = [click for age, click in self._clicks if everything or age >= _CLICK_ROUNDS]
            self._clicks = (
                [] if everything else [(age + 1, item) for age, item in self._clicks if age < _CLICK_ROUNDS]
            )
            batch = write.Batch(_today(), rows, clicks, self._totals, self._taken_back)
            self._totals, self._taken_back = Counter(), Counter()
        return batch if rows or clicks or any(batch.totals.values()) or batch.taken_back else None

    def _row(self, key: tuple[str, str]) -> write.Row:
        waiting = self._searches.pop(key)
        note = waiting.note
        return write.Row(
            key[0], note.filters, note.district, note.field, waiting.searches, waiting.empty, note.found
        )

    def _wake(self) -> None:
        """See to it that a thread writes what waits; it ends when there is nothing more."""
        every = settings.SEARCH_LOG_WRITE_SECONDS
        if not every or (self._thread is not None and self._thread.is_alive()):
            return
        self._thread = threading.Thread(target=self._work, args=(every,), name="search-log", daemon=True)
        self._thread.start()

    def _work(self, every: float) -> None:
        while self._searches or self._clicks or self._totals:
            time.sleep(every)
            with suppress(Error):
                write.be_impatient()
            self.flush(everything=False)
            connection.close()


def _today() -> datetime.date:
    return timezone.localdate()


#: The one of this process.
buffer = Buffer()
