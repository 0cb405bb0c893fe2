"""Files of every format made on the spot, and pages that they hang on."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Collection

from portal.core.models import PortalDocument


def make_file(
    name: str, content: bytes | str, collection: Collection | None = None, **fields: Any
) -> PortalDocument:
    """A file of the library as an editor's upload leaves it: waiting to be read."""
    data = content.encode() if isinstance(content, str) else content
    document: PortalDocument = PortalDocument.objects.create(
        title=fields.pop("title", name.rpartition(".")[0]),
        file=ContentFile(data, name=name),
        collection=collection or Collection.get_first_root_node(),
        **fields,
    )
    return document


def attach(page: Any, *documents: PortalDocument, label: str = "") -> None:
    """Hang files on a page, as publishing does."""
    page.attachments = json.dumps(
        [{"type": "attachment", "value": {"document": d.pk, "label": label}} for d in documents]
    )
    page.save()


Rows = Sequence[Sequence[str]]


def hwpx(*lines: str, rows: Rows = ()) -> bytes:
    from hwpx import HwpxDocument

    document = HwpxDocument.new()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                table.set_cell_text(r, c, cell)
    return bytes(document.to_bytes())


def docx(*lines: str, rows: Rows = (), headings: Sequence[str] = ()) -> bytes:
    import docx as library

    document = library.Document()
    for line in headings:
        document.add_heading(line, 1)
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                table.cell(r, c).text = cell
    return _saved(document)


def pptx(*slides: tuple[str, str]) -> bytes:
    import pptx as library

    deck = library.Presentation()
    for title, text in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
    return _saved(deck)


def xlsx(rows: Sequence[Sequence[object]], more: Mapping[str, object] | None = None) -> bytes:
    """A sheet of rows; `more` by the name of the cell."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "자료"
    for row in rows:
        book.active.append(list(row))
    for name, value in (more or {}).items():
        book.active[name] = value
    return _saved(book)


def pdf(*pages: str) -> bytes:
    """Latin text, for which no typeface has to be embedded; "" is a page without any."""
    from fpdf import FPDF

    document = FPDF()
    for text in pages:
        document.add_page()
        document.set_font("helvetica", size=12)
        if text:
            document.multi_cell(0, 8, text)
    return bytes(document.output())


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
