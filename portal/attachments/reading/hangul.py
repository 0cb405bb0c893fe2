"""HWPX and HWP (3 and 5) by unhwp, whose JSON keeps sections, headings and the cells of tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import unhwp

from portal.attachments.reading.parts import Part, Unreadable, Writer

_MOST_COLUMNS = 200


def read(path: Path) -> Iterator[Part]:
    try:
        with unhwp.parse(str(path)) as parsed:
            document = json.loads(parsed.json)
    except unhwp.UnhwpError as error:
        word = str(error).lower()
        encrypted = "encrypt" in word or "password" in word
        raise Unreadable("encrypted" if encrypted else "damaged", str(error)) from error
    writer = Writer()
    for section in document.get("sections", ()):
        yield from _blocks(writer, section.get("content", ()))
        for extra in ("footnotes", "endnotes", "header", "footer"):
            yield from _blocks(writer, section.get(extra) or ())
    yield from writer.flush()


def _blocks(writer: Writer, blocks: Iterable[Any]) -> Iterator[Part]:
    for block in blocks:
        if not isinstance(block, dict):
            continue
        if "Table" in block:
            yield from writer.table(grid(block["Table"]))
        elif "Paragraph" in block:
            paragraph = block["Paragraph"]
            heading = (paragraph.get("style") or {}).get("heading_level") or 0
            text = said(paragraph)
            yield from writer.head(text) if heading else writer.line(text)
        else:
            yield from writer.line(said(block))


def grid(table: Any) -> list[list[str]]:
    """The rows of a table, a merged cell in every place that it covers."""
    rows: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}
    for row in table.get("rows", ()):
        cells: list[str] = []
        waiting = list(row.get("cells", ()))
        while len(cells) < _MOST_COLUMNS:
            left, text = below.get(len(cells), (0, ""))
            if left:
                below[len(cells)] = (left - 1, text)
                cells.append(text)
            elif waiting:
                _place(waiting.pop(0), cells, below)
            else:
                break
        rows.append(cells)
    return rows


def _place(cell: Any, cells: list[str], below: dict[int, tuple[int, str]]) -> None:
    text = "\n".join(filter(None, (said(block) for block in cell.get("content", ()))))
    for _ in range(min(max(int(cell.get("colspan") or 1), 1), _MOST_COLUMNS)):
        below[len(cells)] = (max(int(cell.get("rowspan") or 1), 1) - 1, text)
        cells.append(text)


def said(node: Any) -> str:
    """All text below a node of the tree, in order; what is not text (styles, pictures) says nothing."""
    if isinstance(node, list):
        return "".join(map(said, node))
    if not isinstance(node, dict):
        return ""
    if isinstance(node.get("text"), str):
        return str(node["text"])
    if "LineBreak" in node:
        return "\n"
    if isinstance(node.get("rows"), list):
        return "\n".join(" ".join(row) for row in grid(node))
    return "".join(said(value) for name, value in node.items() if name != "style")
