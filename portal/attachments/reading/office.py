"""DOCX, PPTX and XLSX by python-docx, python-pptx and openpyxl."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from portal.attachments.reading.parts import Part, Writer, clean, heads_of, row_text

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRINGS = "xl/sharedStrings.xml"
MOST_COLUMNS = 200


def read_docx(path: Path) -> Iterator[Part]:
    """Running text by heading, tables by row, text boxes at the end."""
    import docx
    from docx.table import Table

    document = docx.Document(str(path))
    writer = Writer()
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from writer.table(_docx_rows(block))
            continue
        text = _docx_text(block._p)
        style = (block.style.name if block.style is not None else "") or ""
        heads = style.lower().startswith(("heading", "title")) or style.startswith("제목")
        yield from writer.head(text) if heads else writer.line(text)
    for box in document.element.body.iter(f"{_W}txbxContent"):
        for paragraph in box.iter(f"{_W}p"):
            yield from writer.line("".join(node.text or "" for node in paragraph.iter(f"{_W}t")))
    yield from writer.flush()


def _docx_rows(table: Any) -> Iterator[list[str]]:
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells[:MOST_COLUMNS]:
            cells.append("\n".join(_docx_text(p) for p in cell._tc.iter(f"{_W}p")))
        yield cells


def _docx_text(paragraph: Any) -> str:
    """Also what was inserted under review or stands in a link; not what was struck, nor what is in a box."""
    said: list[str] = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        if any(parent.tag == f"{_W}txbxContent" for parent in node.iterancestors()):
            continue
        said.append(node.text or "" if node.tag == f"{_W}t" else ("\t" if node.tag == f"{_W}tab" else "\n"))
    return "".join(said)


def read_pptx(path: Path) -> Iterator[Part]:
    """One part per slide, with its tables and its speaker's notes."""
    import pptx

    for number, slide in enumerate(pptx.Presentation(str(path)).slides, start=1):
        title = slide.shapes.title
        lines = list(_shape_lines(slide.shapes))
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            lines.append(slide.notes_slide.notes_text_frame.text)
        text = clean("\n".join(filter(None, lines)))
        if text:
            heading = " ".join(clean(title.text_frame.text).split()) if title is not None else ""
            yield Part(f"slide={number}", heading[:300], text)


def _shape_lines(shapes: Iterable[Any]) -> Iterator[str]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shape_lines(shape.shapes)
        elif getattr(shape, "has_table", False):
            rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
            heads = heads_of(rows)
            yield from (row_text(row, heads if place else ()) for place, row in enumerate(rows))
        elif getattr(shape, "has_chart", False):
            yield from _said_by_chart(shape)
        elif shape.has_text_frame:
            yield shape.text_frame.text


def _said_by_chart(shape: Any) -> list[str]:
    """Nothing for kinds of charts that the library does not know: the slide has other text."""
    try:
        return list(_chart_lines(shape.chart))
    except (ArithmeticError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError):
        return []


def _chart_lines(chart: Any) -> Iterator[str]:
    """What a chart says in words: its title, then a row per series."""
    if chart.has_title and chart.chart_title.has_text_frame:
        yield chart.chart_title.text_frame.text
    for plot in chart.plots:
        names = [str(name) for name in plot.categories]
        for series in plot.series:
            cells = [series.name or "", *(_value(value) for value in series.values)]
            yield row_text(cells, ["", *names])


def read_xlsx(path: Path) -> Iterator[Part]:
    """Every row of every sheet, counted as the program counts them."""
    import openpyxl

    # By its bytes: the library judges a path by its ending.
    with _with_strings(path) as file:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for number, sheet in enumerate(book.worksheets, start=1):
            yield from _sheet(number, sheet)
        book.close()


def _with_strings(path: Path) -> BinaryIO:
    """The file, with an empty table of strings where one is announced but not there: the library needs it."""
    with zipfile.ZipFile(path) as archive:
        announced = _STRINGS.encode() in archive.read("[Content_Types].xml")
        if not announced or _STRINGS in archive.namelist():
            return path.open("rb")
    mended = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(mended, "a") as archive:
        archive.writestr(_STRINGS, '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>')
    mended.seek(0)
    return mended


def _sheet(number: int, sheet: Any) -> Iterator[Part]:
    heads: Sequence[str] = ()
    first: list[str] | None = None
    sheet.reset_dimensions()
    for place, values in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1):
        # The library fills gaps: a last row far down means a million empty ones.
        if values.count(None) == len(values):
            continue
        cells = [clean(_value(value)) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if first is None:
            first = cells
        elif not heads and len(first) < 2:
            # A title above the table: the row that names the columns comes later.
            first = cells
        elif not heads:
            heads = heads_of([first, cells])
        text = row_text(cells, heads)
        if text:
            yield Part(f"table={number}&row={place}", sheet.title, text, tuple(cells))


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    midnight = " 00:00:00"
    return str(value).removesuffix(midnight)
