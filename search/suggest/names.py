"""Names in one long text, the shortest first, so that what begins with something is found without reading all of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search.suggest.readings import Reading, Typed

#: Names that are ranked and compared for one answer.
MOST_CANDIDATES = 40
# Names with one word of several that are looked at for the others.
_MOST_LOOKED_AT = 400


class Name(NamedTuple):
    """A plain name and the place of what it names in the list of entries."""

    text: str
    owner: int


class Names:
    """A line for each name, in the order in which equals are shown."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._text = "\n" + "\n".join(name.text for name in names) + "\n"
        self._owners = [name.owner for name in names]
        self._starts: list[int] = []
        place = 1
        for name in names:
            self._starts.append(place)
            place += len(name.text) + 1

    def found(self, typed: Typed) -> list[int]:
        """Owners of the names that ``typed`` may mean, the likeliest first; each once, MOST_CANDIDATES at most."""
        owners = self._by_place(typed.likely)
        if len(owners) < MOST_CANDIDATES and typed.parts:
            _add(owners, self._with_all(typed.parts))
        return list(owners or self._by_place(typed.otherwise))

    def _by_place(self, readings: Sequence[Reading]) -> dict[int, None]:
        owners: dict[int, None] = {}
        for patterns in zip(*(reading.places for reading in readings), strict=True):
            for pattern in filter(None, patterns):
                _add(owners, (self._owners[line] for line in self._lines(pattern)))
        return owners

    def _with_all(self, parts: Sequence[re.Pattern[str]]) -> Iterator[int]:
        """Names with every word, in any order; looked for by the longest."""
        longest = max(parts, key=lambda part: len(part.pattern))
        for number, line in enumerate(self._lines(longest)):
            if number >= _MOST_LOOKED_AT:
                return
            name = self._line(line)
            if all(part.search(name) for part in parts):
                yield self._owners[line]

    def _lines(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """Places of the names that match, in order; read only as far as they are asked for."""
        place = 0
        while match := pattern.search(self._text, place):
            line = bisect_right(self._starts, match.end() - 1) - 1
            yield line
            if line + 1 == len(self._starts):
                return
            place = self._starts[line + 1] - 1

    def _line(self, line: int) -> str:
        start = self._starts[line]
        return self._text[start : self._text.index("\n", start)]


def _add(owners: dict[int, None], more: Iterable[int]) -> None:
    for owner in more:
        if len(owners) >= MOST_CANDIDATES:
            return
        owners.setdefault(owner)
