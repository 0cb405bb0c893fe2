"""Files of each format from plain headings, paragraphs and tables."""

from __future__ import annotations

import datetime
import io
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from portal.core.typefaces import printable, typeface

#: Said in every file.
MADE_BY = "이 파일은 포털이 공개된 글로 만든 견본입니다."
_MADE_AT = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)
_MARGIN, _LINE = 20, 7
_WRITE_HWP = Path(__file__).with_name("hwp") / "WriteHwp.java"


@dataclass(frozen=True)
class Chapter:
    """A heading, what stands below it, and a table; a page or slide of its own where the format has them."""

    title: str
    lines: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


Chapters = Sequence[Chapter]


def pdf(title: str, chapters: Chapters) -> bytes:
    document = FPDF()
    document.set_creation_date(_MADE_AT)
    document.set_title(title)
    document.set_lang("ko")
    document.set_margin(_MARGIN)
    document.add_font("portal", fname=str(typeface("regular")))
    document.add_font("portal", style="B", fname=str(typeface("bold")))
    document.set_font("portal", size=11)
    for number, chapter in enumerate(chapters):
        document.add_page()
        document.set_font_size(16)
        document.multi_cell(0, 9, printable(chapter.title), new_x="LMARGIN", new_y="NEXT")
        document.set_font_size(11)
        for line in [*chapter.lines, *([MADE_BY] if number == 0 else [])]:
            document.multi_cell(0, _LINE, printable(line), new_x="LMARGIN", new_y="NEXT")
            document.ln(2)
        if chapter.rows:
            with document.table(text_align="LEFT") as table:
                for row in chapter.rows:
                    cells = table.row()
                    for cell in row:
                        cells.cell(printable(cell))
    return bytes(document.output())


def scan(title: str, chapters: Chapters) -> bytes:
    """A page that is a picture of its text, as a scanner leaves it."""
    picture = Image.new("1", (1240, 1754), 1)
    draw = ImageDraw.Draw(picture)
    face = ImageFont.truetype(str(typeface("regular")), 28)
    lines = [title, "", MADE_BY, ""]
    for chapter in chapters:
        lines += [chapter.title, *chapter.lines, ""]
    place = 120
    for line in lines:
        for start in range(0, max(len(line), 1), 36):
            draw.text((120, place), line[start : start + 36], font=face, fill=0)
            place += 44
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    document = FPDF()
    document.set_creation_date(_MADE_AT)
    document.add_page()
    document.image(buffer, 0, 0, 210)
    return bytes(document.output())


def hwpx(title: str, chapters: Chapters) -> bytes:
    from hwpx import HwpxDocument

    document = HwpxDocument.new()
    for line in (title, MADE_BY):
        document.add_paragraph(line)
    for chapter in chapters:
        for line in (chapter.title, *chapter.lines):
            document.add_paragraph(line)
        if chapter.rows:
            table = document.add_table(len(chapter.rows), len(chapter.rows[0]))
            for r, row in enumerate(chapter.rows):
                for c, cell in enumerate(row):
                    table.set_cell_text(r, c, cell)
    return bytes(document.to_bytes())


def hwp(title: str, chapters: Chapters, library: Path) -> bytes:
    """By hwplib, which is Java: `library` is its jar. Raises CalledProcessError where Java cannot run it."""
    blocks = [f"P\t{line}" for line in (title, MADE_BY)]
    for chapter in chapters:
        blocks += [f"P\t{line}" for line in (chapter.title, *chapter.lines)]
        blocks += ["\t".join(("R", *row)) for row in chapter.rows]
    with tempfile.TemporaryDirectory(prefix="portal-hwp-") as folder:
        written = Path(folder) / "sample.hwp"
        command = ["java", "-cp", str(library), str(_WRITE_HWP), str(written)]
        subprocess.run(command, input="\n".join(blocks).encode(), check=True)
        return written.read_bytes()


def docx(title: str, chapters: Chapters) -> bytes:
    import docx as library

    document = library.Document()
    document.add_heading(title, 0)
    document.add_paragraph(MADE_BY)
    for chapter in chapters:
        document.add_heading(chapter.title, 1)
        for line in chapter.lines:
            document.add_paragraph(line)
        if chapter.rows:
            table = document.add_table(len(chapter.rows), len(chapter.rows[0]))
            for r, row in enumerate(chapter.rows):
                for c, cell in enumerate(row):
                    table.cell(r, c).text = cell
    return _saved(document)


def pptx(title: str, chapters: Chapters) -> bytes:
    import pptx as library

    deck = library.Presentation()
    for heading, lines in [(title, [MADE_BY]), *((chapter.title, chapter.lines) for chapter in chapters)]:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = heading
        slide.placeholders[1].text = "\n".join(lines)
    return _saved(deck)


def xlsx(title: str, chapters: Chapters) -> bytes:
    import xlsxwriter  # type: ignore[import-untyped]  # published without type information

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": title, "comments": MADE_BY, "created": _MADE_AT.replace(tzinfo=None)})
    for chapter in chapters:
        sheet = book.add_worksheet(chapter.title[:31])
        for r, row in enumerate(chapter.rows):
            for c, cell in enumerate(row):
                sheet.write_string(r, c, cell)
    book.close()
    return buffer.getvalue()


def txt(title: str, chapters: Chapters, encoding: str = "utf-8") -> bytes:
    lines = [title, MADE_BY, ""]
    for chapter in chapters:
        lines += [chapter.title, *chapter.lines, ""]
    return "\r\n".join(lines).encode(encoding, "replace")


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
