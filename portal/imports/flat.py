"""From the cells of a flat row to the nested shape that JSONL rows have from the start."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

_LIST_COLUMNS = (
    "tags",
    "districts",
    "partners",
    "aliases",
    "abbreviations",
    "variants",
    "unmarked",
    "related",
)
_LINE_COLUMNS = ("awards", "key_points")
_RESOURCE_COLUMNS = ("cost_krw", "cost_note", "period", "staff")
_SOURCE_COLUMNS = ("source_outlet", "source_title", "source_date", "source_url")
_SPEAKER_COLUMNS = ("speaker", "affiliation", "role")
_SEPARATORS = re.compile(r"[;,\n]")


def split_list(text: str) -> list[str]:
    """Entries separated by semicolons, commas or line breaks; empty ones are dropped."""
    return [entry for entry in (part.strip() for part in _SEPARATORS.split(text)) if entry]


def split_lines(text: str) -> list[str]:
    """Entries separated by semicolons or line breaks, for texts that may hold commas."""
    return [entry for entry in (part.strip() for part in re.split(r"[;\n]", text)) if entry]


def structure(cells: Mapping[str, str]) -> dict[str, Any]:
    """A flat row (column -> text, empty cells left out) as nested data."""
    special = {*_LIST_COLUMNS, *_LINE_COLUMNS, *_RESOURCE_COLUMNS, *_SOURCE_COLUMNS, *_SPEAKER_COLUMNS}
    data: dict[str, Any] = {column: text for column, text in cells.items() if column not in special}
    data |= {column: split_list(cells[column]) for column in _LIST_COLUMNS if column in cells}
    data |= {column: split_lines(cells[column]) for column in _LINE_COLUMNS if column in cells}
    resources = {column: cells[column] for column in _RESOURCE_COLUMNS if column in cells}
    if resources:
        data["resources"] = resources
    source = {column.removeprefix("source_"): cells[column] for column in _SOURCE_COLUMNS if column in cells}
    if source:
        data["sources"] = [source]
    if "speaker" in cells:
        data["speakers"] = _speakers(cells)
    return data


def _speakers(cells: Mapping[str, str]) -> list[dict[str, str]]:
    """Several speakers are separated by semicolons; so are their affiliations and roles, in the same order."""
    parts = [[part.strip() for part in cells.get(column, "").split(";")] for column in _SPEAKER_COLUMNS]
    people = zip_longest(*parts, fillvalue="")
    return [{"name": n, "affiliation": a, "role": r} for n, a, r in people if n]
