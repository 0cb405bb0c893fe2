from __future__ import annotations

import itertools
import re

import pytest

from districts.code_list import DISTRICTS
from districts.domain.tile_map import draw_map, shades_for
from districts.enums import Field
from districts.map_places import COLUMNS, ENGLISH_LINES, PLACES, RIVER, ROWS, SOUTH
from districts.models import District
from tests.factories.site import make_case, make_district, restrict

CODES = [code for code, _name, _name_en in DISTRICTS]
# Two centres nearer than this, in degrees, may share a row or a column in either order.
NEAR_EAST, NEAR_NORTH = 0.045, 0.04


def test_every_district_has_one_tile_of_its_own():
    assert set(PLACES) == set(CODES)
    tiles = [(place.column, place.row) for place in PLACES.values()]
    assert len(set(tiles)) == 25
    assert all(0 <= column < COLUMNS and 0 <= row < ROWS for column, row in tiles)


def test_tiles_lie_as_the_districts_do():
    """West stays west and north stays north for every two districts that are not side by side."""
    for one, other in itertools.permutations(CODES, 2):
        a, b = PLACES[one], PLACES[other]
        if a.east < b.east - NEAR_EAST and abs(a.north - b.north) < NEAR_NORTH:
            assert a.column < b.column, (one, other)
        if a.north > b.north + NEAR_NORTH and abs(a.east - b.east) < NEAR_EAST:
            assert a.row < b.row, (one, other)


def test_the_river_parts_north_from_south():
    """In each column the tiles above the river are those north of it."""

    def river_at(column: float) -> float:
        for (x1, y1), (x2, y2) in itertools.pairwise(RIVER):
            if x1 <= column <= x2 and x1 != x2:
                return y1 + (y2 - y1) * (column - x1) / (x2 - x1)
        raise AssertionError(column)

    for code, place in PLACES.items():
        below = place.row + 0.5 > river_at(place.column + 0.5)
        assert below == (code in SOUTH), code


def test_english_names_are_cut_between_letters_of_the_name():
    names = {code: name_en for code, _name, name_en in DISTRICTS}
    for code, lines in ENGLISH_LINES.items():
        assert "".join(line.removesuffix("-") for line in lines) == names[code].removesuffix("-gu")
        assert all(len(line) <= 7 for line in lines)


@pytest.mark.parametrize(
    ("counts", "ranges"),
    [
        ([], []),
        ([0, 0], []),
        ([1], [(1, 1)]),
        ([0, 3, 2], [(1, 1), (2, 2), (3, 3)]),
        ([13, 5], [(1, 4), (5, 7), (8, 10), (11, 13)]),
        ([4, 4], [(1, 1), (2, 2), (3, 3), (4, 4)]),
    ],
)
def test_the_legend_covers_every_count_in_few_steps(counts, ranges):
    shades = shades_for(counts)
    assert (shades[0].first, shades[0].last) == (0, 0)
    assert [(shade.first, shade.last) for shade in shades[1:]] == ranges
    assert len(shades) <= 5


def test_each_tile_has_the_step_of_its_count():
    rows = [
        {"district": District(code=code, name="구", name_en="X-gu"), "count": number, "url": "/"}
        for number, code in enumerate(CODES)
    ]
    drawing = draw_map(rows)
    for tile in drawing.tiles:
        (shade,) = [one for one in drawing.shades if one.first <= tile.count <= one.last]
        assert tile.step == shade.step
        assert 0 <= tile.x <= drawing.width - drawing.size
        assert 0 <= tile.y <= drawing.height - drawing.size


def test_a_district_without_a_place_is_left_to_the_table():
    assert draw_map([{"district": District(code="11999", name="새구"), "count": 1, "url": "/"}]).tiles == []


pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    nowon, gangnam = make_district(), make_district("강남구", "Gangnam-gu", "11680")
    make_district("중구", "Jung-gu", "11140")
    shared = make_case("함께", district=nowon, field="복지")
    shared.co_districts.add(gangnam)
    shared.save()
    make_case("교통 하나", district=nowon, field="교통")
    restrict(make_case("비밀", district=gangnam, field="복지"))
    make_case("시 전체", field="복지")
    return nowon, gangnam


def links(html: str) -> list[tuple[str, str]]:
    """(address, name for those who hear it) of the tiles in the order of the page."""
    tiles = re.findall(r'<a class="map-tile[^>]*?href="([^"]+)"\s+aria-label="([^"]+)"', html)
    return [(address.replace("&amp;", "&"), name) for address, name in tiles]


def test_tiles_are_links_from_north_west_to_south_east(site, client):
    found = links(client.get("/districts/").content.decode())
    assert found == [
        ("/districts/nowon-gu/", "노원구, 사례 2건"),
        ("/districts/jung-gu/", "중구, 사례 0건"),
        ("/districts/gangnam-gu/", "강남구, 사례 1건"),
    ]


def test_a_tile_counts_the_cases_of_the_field_and_leads_to_them(site, client):
    found = links(client.get("/districts/", {"field": "복지"}).content.decode())
    assert [name for _address, name in found] == ["노원구, 사례 1건", "중구, 사례 0건", "강남구, 사례 1건"]
    for address, name in found:
        total = client.get(address).context["listing"].total
        assert name.endswith(f"사례 {total}건")


def test_the_table_below_says_the_same_as_the_map(site, client):
    for field in ("", *Field.values):
        response = client.get("/districts/", {"field": field})
        drawn = {tile.district.name: tile.count for tile in response.context["map"].tiles}
        assert drawn == {row["district"].name: row["count"] for row in response.context["rows"]}


@pytest.mark.parametrize("field", ["없는분야", "교통 ", "<script>", "\x00"])
def test_a_wrong_field_shows_all(site, client, field):
    response = client.get("/districts/", {"field": field})
    assert response.status_code == 200
    assert response.context["field"] is None
    assert [tile.count for tile in response.context["map"].tiles] == [2, 0, 1]


def test_a_district_whose_page_is_private_leads_to_its_public_cases(site, client):
    _nowon, gangnam = site
    restrict(gangnam.page, "회원")
    found = dict(reversed(link) for link in links(client.get("/districts/").content.decode()))
    assert client.get(found["강남구, 사례 1건"]).context["listing"].total == 1


def test_english_tiles_carry_english_names(site, client):
    html = client.get("/en/districts/").content.decode()
    assert links(html)[0] == ("/en/districts/nowon-gu/", "Nowon-gu, cases: 2")
    assert ">Nowon</text>" in html


def test_the_home_page_has_the_map(site, client):
    assert len(links(client.get("/").content.decode())) == 3
