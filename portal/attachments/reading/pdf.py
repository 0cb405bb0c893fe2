"""PDF by pdfium: one part per page that has text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium

from portal.attachments.reading.parts import Part, Unreadable, clean


def open_file(path: Path) -> pdfium.PdfDocument:
    """Raises Unreadable."""
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        word = str(error).lower()
        encrypted = "password" in word or "security" in word
        raise Unreadable("encrypted" if encrypted else "damaged", str(error)) from error


def has_programs(path: Path) -> bool:
    """Whether scripts run when the file is opened."""
    document = open_file(path)
    try:
        return pdfium.raw.FPDFDoc_GetJavaScriptActionCount(document) > 0
    finally:
        document.close()


def read(path: Path) -> Iterator[Part]:
    document = open_file(path)
    try:
        for number in range(len(document)):
            text = _page_text(document, number)
            if text:
                yield Part(f"page={number + 1}", "", text)
    finally:
        document.close()


def _page_text(document: pdfium.PdfDocument, number: int) -> str:
    """ "" for a page that cannot be read: the others are worth having."""
    try:
        page = document[number]
        text = page.get_textpage()
        found = clean(text.get_text_range())
        text.close()
        page.close()
    except pdfium.PdfiumError:
        return ""
    return found
