"""The map of the districts: tiles with their places in the drawing, shades in few steps, and the legend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.utils.translation import get_language

from districts.map_places import COLUMNS, ENGLISH_LINES, PLACES, RIVER, RIVER_NAME, ROWS
from districts.models import District

TILE = 100
GAP = 14
PITCH = TILE + GAP
MARGIN = 6
STEPS = 4
NAME_LINE = 27


@dataclass(frozen=True)
class TextLine:
    text: str
    y: float


@dataclass(frozen=True)
class Tile:
    """A district in the drawing; `step` 0 means that it has no case."""

    district: District
    count: int
    url: str
    step: int
    x: int
    y: int
    lines: list[TextLine]
    count_y: float

    @property
    def middle(self) -> float:
        return self.x + TILE / 2


@dataclass(frozen=True)
class Shade:
    """A step of the legend: counts from `first` to `last`."""

    step: int
    first: int
    last: int


@dataclass(frozen=True)
class TileMap:
    tiles: list[Tile]
    shades: list[Shade]
    river: str
    river_x: float
    river_y: float
    size: int = TILE
    width: int = COLUMNS * PITCH - GAP + 2 * MARGIN
    height: int = ROWS * PITCH - GAP + 2 * MARGIN


def draw_map(rows: Iterable[dict[str, Any]]) -> TileMap:
    """The map of rows {district, count, url}, tiles row by row from the north-west.

    Districts without a place on the map are left to the table.
    """
    placed = sorted(
        (row for row in rows if row["district"].code in PLACES),
        key=lambda row: (PLACES[row["district"].code].row, PLACES[row["district"].code].column),
    )
    shades = shades_for([row["count"] for row in placed])
    return TileMap(
        tiles=[_tile(row, shades) for row in placed],
        shades=shades,
        river=" ".join(f"{_corner(column):g},{_corner(row):g}" for column, row in RIVER),
        river_x=_corner(RIVER_NAME[0]),
        river_y=_corner(RIVER_NAME[1]),
    )


def shades_for(counts: Sequence[int]) -> list[Shade]:
    """At most STEPS ranges of about equal width from 1 to the largest count, and the step for none."""
    largest = max(counts, default=0)
    ends = sorted({ceil(largest * step / STEPS) for step in range(1, STEPS + 1)} - {0})
    starts = [1, *(end + 1 for end in ends)]
    steps = [Shade(step, starts[step - 1], end) for step, end in enumerate(ends, start=1)]
    return [Shade(0, 0, 0), *steps]


def _tile(row: dict[str, Any], shades: list[Shade]) -> Tile:
    district: District = row["district"]
    place = PLACES[district.code]
    x, y = MARGIN + place.column * PITCH, MARGIN + place.row * PITCH
    lines = _name_lines(district)
    top = y + (42 if len(lines) == 1 else 31)
    return Tile(
        district=district,
        count=row["count"],
        url=row["url"],
        step=next(shade.step for shade in reversed(shades) if row["count"] >= shade.first),
        x=x,
        y=y,
        lines=[TextLine(text, top + NAME_LINE * number) for number, text in enumerate(lines)],
        count_y=y + 84,
    )


def _name_lines(district: District) -> tuple[str, ...]:
    """The name without 구 or -gu, which every tile would repeat; 중구 would be left with one syllable."""
    if get_language() == "en":
        return ENGLISH_LINES.get(district.code) or (district.name_en.removesuffix("-gu"),)
    short = district.name.removesuffix("구")
    return (short if len(short) > 1 else district.name,)


def _corner(number: float) -> float:
    """A corner between tiles, in the middle of the gap."""
    return round(MARGIN + number * PITCH - GAP / 2, 1)
