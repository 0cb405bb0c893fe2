"""Where the districts lie, and the tile that stands for each on the map of the portal.

The map is a drawing of our own: one equal tile per district, placed from its rough centre so that west stays west
and north stays north, with the Han river between. No boundary data is used.
"""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """`east` and `north` in degrees; `column` and `row` of the tile, counted from the north-west."""

    east: float
    north: float
    column: int
    row: int


PLACES: dict[str, Place] = {
    "11110": Place(126.98, 37.59, 2, 1),  # 종로구
    "11140": Place(127.0, 37.56, 2, 2),  # 중구
    "11170": Place(126.98, 37.53, 2, 3),  # 용산구
    "11200": Place(127.04, 37.55, 3, 2),  # 성동구
    "11215": Place(127.09, 37.55, 4, 2),  # 광진구
    "11230": Place(127.05, 37.58, 4, 1),  # 동대문구
    "11260": Place(127.09, 37.6, 5, 1),  # 중랑구
    "11290": Place(127.02, 37.61, 3, 1),  # 성북구
    "11305": Place(127.01, 37.64, 3, 0),  # 강북구
    "11320": Place(127.03, 37.67, 4, 0),  # 도봉구
    "11350": Place(127.07, 37.65, 5, 0),  # 노원구
    "11380": Place(126.93, 37.62, 1, 1),  # 은평구
    "11410": Place(126.94, 37.58, 1, 2),  # 서대문구
    "11440": Place(126.91, 37.56, 1, 3),  # 마포구
    "11470": Place(126.86, 37.52, 0, 4),  # 양천구
    "11500": Place(126.82, 37.56, 0, 3),  # 강서구
    "11530": Place(126.86, 37.49, 0, 5),  # 구로구
    "11545": Place(126.9, 37.46, 1, 5),  # 금천구
    "11560": Place(126.91, 37.52, 1, 4),  # 영등포구
    "11590": Place(126.95, 37.5, 2, 4),  # 동작구
    "11620": Place(126.95, 37.47, 2, 5),  # 관악구
    "11650": Place(127.03, 37.47, 3, 4),  # 서초구
    "11680": Place(127.06, 37.5, 4, 4),  # 강남구
    "11710": Place(127.12, 37.51, 5, 4),  # 송파구
    "11740": Place(127.15, 37.55, 5, 3),  # 강동구
}

COLUMNS, ROWS = 6, 6

#: The river along the edges of the tiles, from west to east, as (column, row) corners.
RIVER: tuple[tuple[float, float], ...] = (
    (0, 3),
    (1, 3),
    (1, 4),
    (3, 4),
    (3.35, 3.5),
    (4.65, 3.5),
    (5, 3),
    (6, 3),
)
#: Where its name stands: the room that the tiles leave free.
RIVER_NAME = (4.0, 3.5)

#: Districts south of the river.
SOUTH = frozenset(
    ("11470", "11500", "11530", "11545", "11560", "11590", "11620", "11650", "11680", "11710", "11740")
)

#: English names in two lines of at most seven letters, cut between syllables.
ENGLISH_LINES: dict[str, tuple[str, ...]] = {
    "11200": ("Seong-", "dong"),
    "11215": ("Gwang-", "jin"),
    "11230": ("Dong-", "daemun"),
    "11260": ("Jung-", "nang"),
    "11290": ("Seong-", "buk"),
    "11380": ("Eun-", "pyeong"),
    "11410": ("Seo-", "daemun"),
    "11470": ("Yang-", "cheon"),
    "11545": ("Geum-", "cheon"),
    "11560": ("Yeong-", "deungpo"),
    "11740": ("Gang-", "dong"),
}
