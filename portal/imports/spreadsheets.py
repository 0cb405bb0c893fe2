"""Reading the first sheet of an XLSX file as texts."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_COLUMNS = 200
# What openpyxl and the modules below it raise for files that are cut off or overwritten.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    EOFError,
    IndexError,
    TypeError,
    AttributeError,
)


class SpreadsheetError(ValueError):
    """The file cannot be read as a spreadsheet; the message is for the reader."""


@dataclass(frozen=True)
class Record:
    """One row of a table: its number as a spreadsheet shows it, its texts, and why it cannot be used."""

    number: int
    cells: list[str]
    problem: str = ""


def read_records(content: bytes) -> list[Record]:
    """Rows of the first sheet.

    A formula counts with the value that the spreadsheet program stored for it. A row with a formula that has no
    stored value is a problem: loading nothing in its place would lose it silently.
    Raises SpreadsheetError for a damaged file.
    """
    try:
        with warnings.catch_warnings():
            # openpyxl warns about styles and extensions that have no bearing on the values.
            warnings.simplefilter("ignore")
            return list(_records(content))
    except SpreadsheetError:
        raise
    except DAMAGE as error:
        raise SpreadsheetError("엑셀 파일이 온전하지 않습니다. 다시 저장하거나 내려받아 주세요.") from error


def _records(content: bytes) -> Iterator[Record]:
    values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    formulas = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    try:
        sheets = [_first_sheet(values), _first_sheet(formulas)]
        pairs = zip(*(sheet.iter_rows(max_col=MAX_COLUMNS) for sheet in sheets), strict=True)
        for number, (stored, written) in enumerate(pairs, start=1):
            problems = filter(None, map(_cell_problem, stored, written))
            yield Record(number, [cell_text(cell.value) for cell in stored], next(problems, ""))
    finally:
        values.close()
        formulas.close()


def _cell_problem(stored: Any, written: Any) -> str:
    if stored.value is None and written.value is not None:
        hint = "엑셀에서 열어 저장하거나 값으로 바꿔 주세요."
        return f"{written.coordinate} 칸의 수식에 저장된 값이 없습니다. {hint}"
    if stored.value is not None and stored.data_type == "e":
        return f"{stored.coordinate} 칸의 수식이 오류({stored.value})입니다."
    return ""


def _first_sheet(workbook: Any) -> Any:
    if not workbook.worksheets:
        raise SpreadsheetError("엑셀 파일에 표가 없습니다.")
    sheet = workbook.worksheets[0]
    # Some programs write a wrong size into the file; without it every row is read.
    sheet.reset_dimensions()
    return sheet


def cell_text(value: Any) -> str:
    """A cell's value as text: whole numbers without a decimal point, dates as 2024-10-01."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
