"""Facet values of the documents a process has met, as bit masks, so that counts are exact and cheap.

A mask is an integer whose bit r says whether row r has the value. Counting a value among the hits is one AND and one
count of bits, whatever the number of chosen facets.
"""

from __future__ import annotations

import json
import threading
from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from search.engines.base import FACETS

PLACE = "place"


class Row(NamedTuple):
    key: str
    seq: int
    day: int  # ordinal of the date, 0 without one


class _Mask:
    """A mask and the rows that wait to be set in it."""

    __slots__ = ("bits", "waiting")

    def __init__(self) -> None:
        self.bits = 0
        self.waiting: list[int] = []

    def get(self) -> int:
        if self.waiting:
            self.bits |= mask_of(self.waiting)
            self.waiting = []
        return self.bits


def mask_of(rows: Sequence[int]) -> int:
    """The mask with exactly these rows set."""
    if not rows:
        return 0
    # By way of its written form in base 2: linear, where setting bit after bit would copy the number each time.
    digits = bytearray(b"0") * (max(rows) + 1)
    for row in rows:
        digits[row] = 49
    digits.reverse()
    return int(digits, 2)


class FacetTable:
    """Grows as documents appear. A row is one version of a document; rows of gone versions are never asked for."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._of_uid: dict[int, int] = {}
        self._masks: dict[str, dict[str, _Mask]] = {facet: {} for facet in FACETS}
        self._by_date: list[tuple[int, str, int]] = []
        self._newest: list[int] | None = None
        self._lock = threading.Lock()

    def resolve(self, uids: Sequence[int], load: Callable[[list[int]], Iterable[bytes]]) -> list[int]:
        """The rows of document versions; ``load(positions)`` gives the payloads of those not met before."""
        known = self._of_uid
        rows = [known.get(uid, -1) for uid in uids]
        missing = [position for position, row in enumerate(rows) if row < 0]
        if missing:
            with self._lock:
                self._add([uids[position] for position in missing], load(missing))
            for position in missing:
                rows[position] = known[uids[position]]
        return rows

    def _add(self, uids: Sequence[int], payloads: Iterable[bytes]) -> None:
        fresh: list[tuple[int, str, int]] = []
        for uid, payload in zip(uids, payloads, strict=True):
            if uid in self._of_uid:
                continue
            data: dict[str, Any] = json.loads(payload)
            row = len(self.rows)
            self.rows.append(Row(data["key"], data["seq"], data["day"]))
            for facet in FACETS:
                masks = self._masks[facet]
                for value in data["facets"].get(facet, ()):
                    masks.setdefault(value, _Mask()).waiting.append(row)
            fresh.append((-data["day"], data["key"], row))
            self._of_uid[uid] = row
        self._newest = None
        if len(fresh) > 100:
            self._by_date = sorted(self._by_date + fresh)
            return
        for entry in fresh:
            insort(self._by_date, entry)

    def value_mask(self, facet: str, values: Iterable[str]) -> int:
        """Rows that have at least one of ``values``."""
        bits = 0
        with self._lock:
            for value in values:
                mask = self._masks[facet].get(value)
                if mask is not None:
                    bits |= mask.get()
        return bits

    def counts(self, facet: str, among: int) -> dict[str, int]:
        """value -> number of the rows ``among``, without zeros."""
        with self._lock:
            masks = [(value, mask.get()) for value, mask in self._masks[facet].items()]
        found = ((value, (among & bits).bit_count()) for value, bits in masks)
        return {value: count for value, count in found if count}

    def facet_counts(
        self, hits: int, filters: Mapping[str, Iterable[str]], places: Mapping[str, int]
    ) -> dict[str, dict[str, int]]:
        """Counts of every facet, each under the choices of the others only. ``places``: see `kept_by`."""
        chosen = {facet: self.kept_by(facet, values, places) for facet, values in filters.items()}
        result = {}
        for facet in FACETS:
            among = hits
            for other, bits in chosen.items():
                if other != facet:
                    among &= bits
            result[facet] = self._place_counts(places, among) if facet == PLACE else self.counts(facet, among)
        return result

    def kept_by(self, facet: str, values: Iterable[str], places: Mapping[str, int]) -> int:
        """Rows that a choice keeps. ``places``: place -> rows that have there what is asked."""
        if facet != PLACE:
            return self.value_mask(facet, values)
        bits = 0
        for value in values:
            bits |= places.get(value, 0)
        return bits

    @staticmethod
    def _place_counts(places: Mapping[str, int], among: int) -> dict[str, int]:
        found = ((value, (among & bits).bit_count()) for value, bits in places.items())
        return {value: count for value, count in found if count}

    def keep(self, rows: Sequence[int], mask: int) -> list[bool]:
        """For each row, whether it is in the mask."""
        digits = self._digits(mask)
        return [digits[row] == "1" for row in rows]

    def newest(self, mask: int, stop: int) -> list[int]:
        """The first ``stop`` rows of the mask, newest first, then by key; those without a date come last."""
        with self._lock:
            if self._newest is None:
                self._newest = [entry[2] for entry in self._by_date]
            order, digits = self._newest, self._digits(mask)
        return list(islice((row for row in order if digits[row] == "1"), stop))

    def _digits(self, mask: int) -> str:
        return bin(mask)[:1:-1].ljust(len(self.rows), "0")
