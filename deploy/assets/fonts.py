"""The typeface of the pages in slices: what a first view needs, and rarer syllables that are fetched when they occur.

The source is Pretendard GOV as the design system brings it. Its licence reserves that name for the unchanged
fonts, so the slices are named FAMILY. `signs.txt` has the syllables of the content and the screens, the most
frequent first; one that is not there is found in one of the other slices.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "CDO Portal Sans"
SIGNS = Path(__file__).resolve().with_name("signs.txt")
#: Letters, punctuation and signs that any page may use.
COMMON = (
    (0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0xB4), (0xB6, 0xFF), (0x2002, 0x2026), (0x2030, 0x203B), (0x20A9, 0x20AC),
    (0x2103, 0x2122), (0x2190, 0x2199), (0x2212, 0x2212), (0x2248, 0x2265), (0x2460, 0x2469), (0x25A0, 0x25CF),
    (0x2605, 0x2606), (0x2713, 0x2713), (0x3008, 0x300F), (0x3131, 0x3163),
)  # fmt: skip
#: Where the slices of the other syllables begin; the last one has everything else.
REST = ((0xAC00, 0xB2FF), (0xB300, 0xBAFF), (0xBB00, 0xC2FF), (0xC300, 0xCBFF), (0xCC00, 0xD7A3))
OTHER = (
    (0x100, 0x1FFF),
    (0x2027, 0x2BFF),
    (0x2C00, 0x2FFF),
    (0x3010, 0x33FF),
    (0xFF00, 0xFFEF),
    (0x1F100, 0x1F1FF),
)
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "tnum"]
# 1 family, 3 unique name, 4 full name, 6 PostScript name, 16 typographic family
_NAMES = {1: "{family}", 3: "{plain}-{style}", 4: "{family} {style}", 6: "{plain}-{style}", 16: "{family}"}


@dataclass(frozen=True)
class Slice:
    """Part of a face: which code points it is asked for, and which of them it holds."""

    name: str
    ranges: tuple[tuple[int, int], ...]
    held: frozenset[int]


def slices(known: Iterable[int]) -> list[Slice]:
    """Of a face with signs for `known`. The last is what pages load first; it goes before the others."""
    there = set(known)
    first = there & (
        _points(COMMON) | {ord(char) for char in SIGNS.read_text(encoding="utf-8") if char > " "}
    )
    rest = [
        Slice(f"rest-{number}", (block,), frozenset((there & _points([block])) - first))
        for number, block in enumerate(REST, start=1)
    ]
    # Only what it has: signs of offices (㎡) are in no slice and must not fetch one.
    other = (there & _points(OTHER)) - first
    rest.append(Slice("other", tuple(_ranges(other)), frozenset(other)))
    return [*rest, Slice("first", tuple(_ranges(first)), frozenset(first))]


def make(source: Path, weight: int, folder: Path) -> str:
    """Write the slices of one face as WOFF2 into `folder`; returns their @font-face rules."""
    with TTFont(source) as font:
        known = font.getBestCmap()
    rules = []
    for part in slices(known):
        target = folder / f"portal-{weight}-{part.name}.woff2"
        _write(source, part, target)
        # What is preloaded is there before the first paint or not used on this view, so nothing jumps.
        display = "optional" if part.name == "first" else "swap"
        ranges = ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in part.ranges)
        rules.append(
            f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};font-display:{display};'
            f'src:url({folder.name}/{target.name}) format("woff2");unicode-range:{ranges}}}\n'
        )
    return "".join(rules)


def _write(source: Path, part: Slice, target: Path) -> None:
    options = subset.Options(
        flavor="woff2", layout_features=FEATURES, hinting=False, desubroutinize=True, notdef_outline=True
    )
    options.name_IDs = [0, *_NAMES, 2, 5, 8, 9, 11, 12, 13, 14, 17]
    options.drop_tables += ["DSIG", "vhea", "vmtx"]
    with subset.load_font(str(source), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=part.held)
        subsetter.subset(font)
        _rename(font)
        subset.save_font(font, str(target), options)


def _rename(font: TTFont) -> None:
    style = font["name"].getDebugName(17) or font["name"].getDebugName(2) or "Regular"
    for record in font["name"].names:
        if pattern := _NAMES.get(record.nameID):
            record.string = pattern.format(family=FAMILY, plain=FAMILY.replace(" ", ""), style=style)


def _points(blocks: Iterable[tuple[int, int]]) -> set[int]:
    return {point for first, last in blocks for point in range(first, last + 1)}


def _ranges(points: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for point in sorted(points):
        if found and point == found[-1][1] + 1:
            found[-1] = (found[-1][0], point)
        else:
            found.append((point, point))
    return found
