"""The slices of the typeface: together everything the face has, small to begin with, under a name of their own."""

from __future__ import annotations

import re

import pytest
from fontTools.ttLib import TTFont

from deploy.assets import fonts
from deploy.run.layout import ROOT

KRDS = ROOT / "static" / "vendor" / "krds"
FACES = {400: "PretendardGOV-Regular.subset.woff", 700: "PretendardGOV-Bold.subset.woff"}
MOST_FIRST = 90_000
MOST_LATER = 50_000


def points(path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


@pytest.mark.parametrize("weight", FACES)
def test_every_syllable_is_in_exactly_one_slice(weight: int) -> None:
    whole = {point for point in points(KRDS / "fonts" / FACES[weight]) if 0xAC00 <= point <= 0xD7A3}
    found: list[int] = []
    for path in (KRDS / "fonts").glob(f"portal-{weight}-*.woff2"):
        found += [point for point in points(path) if 0xAC00 <= point <= 0xD7A3]
        assert path.stat().st_size < (MOST_FIRST if "first" in path.name else MOST_LATER)
    assert len(found) == len(set(found))
    assert set(found) == whole


def test_the_first_slice_has_what_the_screens_say() -> None:
    first = points(KRDS / "fonts" / "portal-400-first.woff2")
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))
    text += (ROOT / "content" / "districts.jsonl").read_text(encoding="utf-8")
    used = re.findall("[가-힣]", text)
    assert sum(ord(char) not in first for char in used) < len(used) / 500
    assert {ord(char) for char in "AZaz09.,·…“”‘’「」%→①"} <= first


def test_browsers_fetch_a_slice_for_what_it_has() -> None:
    """The rule that comes last wins, so the first slice stands behind the blocks that overlap it."""
    css = (KRDS / "krds.css").read_text(encoding="utf-8")
    rules = re.findall(
        r'@font-face\{font-family:"([^"]+)";font-weight:(\d+)[^}]*?url\(fonts/([^)]+)\)[^}]*?range:([^}]+)\}',
        css,
    )
    assert {family for family, *_ in rules} == {fonts.FAMILY}
    for weight in ("400", "700"):
        mine = [(name, ranges) for _, found, name, ranges in rules if found == weight]
        assert mine[-1][0].endswith("first.woff2")
        for name, ranges in mine:
            asked = {
                point
                for part in ranges.split(",")
                for a, _, b in [part.removeprefix("U+").partition("-")]
                for point in range(int(a, 16), int(b or a, 16) + 1)
            }
            assert points(KRDS / "fonts" / name) - {0} <= asked, name


def test_the_reserved_name_is_not_used_and_the_licence_stays() -> None:
    for path in (KRDS / "fonts").glob("portal-*.woff2"):
        with TTFont(path, lazy=True) as font:
            names = {record.nameID: str(record) for record in font["name"].names}
        assert names[1] == fonts.FAMILY
        assert not any("Pretendard" in names.get(number, "") for number in (1, 3, 4, 6, 16))
        assert "Copyright" in names[0]
        assert "Open Font License" in names[13]
