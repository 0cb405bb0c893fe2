"""Tables as CSV files that spreadsheets open as they are: Korean intact, nothing run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from django.http import HttpResponse

#: A cell that begins so is read as a formula by spreadsheets.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_QUOTE = "'"


def csv_response(filename: str, rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The rows as a download in UTF-8 with a byte order mark, without which Excel takes Korean for Latin.

    Numbers stay numbers; texts that a spreadsheet would run get an apostrophe in front.
    """
    response = HttpResponse("\ufeff" + csv_text(rows), content_type="text/csv; charset=utf-8")
    stem = filename.removesuffix(".csv").encode("ascii", "ignore").decode().strip("-_. ") or "table"
    fallback = stem.replace('"', "") + ".csv"
    response["Content-Disposition"] = (
        f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(filename)}"
    )
    return response


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """The rows as comma-separated text with the line ends of RFC 4180."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([safe_cell(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def safe_cell(value: object) -> object:
    """The value of a cell; a text that would be a formula as plain text."""
    if value is None or isinstance(value, int | float):
        return "" if value is None else value
    text = str(value).replace("\x00", "")
    return _QUOTE + text if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
