"""Reading JSONL, CSV and XLSX files into rows. Nothing here knows the database."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from portal.imports.columns import REQUIRED_HEADERS, column_of, kind_of
from portal.imports.flat import split_list, structure
from portal.imports.rows import Row, SourceFile, clean_text, clean_value
from portal.imports.spreadsheets import Record, SpreadsheetError, read_records

SUFFIXES = (".jsonl", ".csv", ".xlsx")
MAX_BYTES = 64 * 1024 * 1024
_ZIP_SIGNATURE = b"PK\x03\x04"

csv.field_size_limit(MAX_BYTES)


class UnreadableText(ValueError):
    """The bytes of a file are no text in an encoding we know; the message is for the reader."""


def read_file(path: Path) -> SourceFile:
    """Read a file by its suffix. Never raises for bad content: what cannot be read is named in `failures`."""
    source = SourceFile(str(path))
    try:
        content = _bytes_of(path)
        if path.suffix.lower() == ".xlsx":
            _read_table(source, read_records(content))
        elif path.suffix.lower() == ".csv":
            _read_table(source, list(_csv_records(decode(content))))
        else:
            _read_jsonl(source, decode(content))
    except (UnreadableText, SpreadsheetError) as error:
        source.fail(str(error))
    except OSError as error:
        source.fail(f"파일을 열 수 없습니다: {error.strerror or error}")
    if not source.rows and not source.failures:
        source.warn("머리글만 있고 자료가 없습니다.")
    return source


def _bytes_of(path: Path) -> bytes:
    if path.suffix.lower() not in SUFFIXES:
        raise UnreadableText(f"읽을 수 있는 파일은 {', '.join(SUFFIXES)}입니다.")
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableText(f"파일이 너무 큽니다. {MAX_BYTES // 1024 // 1024} MB까지 읽습니다.")
    content = path.read_bytes()
    if not content.strip():
        raise UnreadableText("파일이 비어 있습니다.")
    return content


def decode(content: bytes) -> str:
    """Text of UTF-8 (with or without a mark), UTF-16 with a mark, or CP949; raises UnreadableText otherwise."""
    if content.startswith(_ZIP_SIGNATURE):
        raise UnreadableText("글자 파일이 아닙니다. 엑셀 파일이면 이름 끝을 .xlsx로 바꿔 주세요.")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in content:
        raise UnreadableText("글자 파일이 아닙니다.")
    else:
        candidates = ("utf-8-sig", "cp949")
    for encoding in candidates:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableText("글자를 읽을 수 없습니다. UTF-8이나 CP949(EUC-KR)로 저장해 주세요.")


# --- JSONL ------------------------------------------------------------------------------------------


def _read_jsonl(source: SourceFile, text: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            # Decimals stay as they are written: 22.0 is not 22.
            data = json.loads(line, parse_float=str, parse_constant=_refuse_constant)
            row = to_row(source.name, number, data) if isinstance(data, dict) else None
        except (ValueError, RecursionError) as error:
            detail = (
                f"{error.msg}, {error.colno}번째 글자" if isinstance(error, json.JSONDecodeError) else "값"
            )
            source.fail(f"JSON이 아닙니다({detail}).", number)
            continue
        if row is None:
            source.fail("한 줄에 JSON 객체 하나가 있어야 합니다.", number)
        else:
            source.rows.append(row)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


# --- tables -----------------------------------------------------------------------------------------


def _csv_records(text: str) -> Iterator[Record]:
    """Records with the row number a spreadsheet shows; the delimiter is the one that yields known headers."""
    # Excel may say in a first line which delimiter follows; the headers say it better.
    lines = re.sub(r"\Asep=.\r?\n", "\n", text)
    best = max((",", ";", "\t"), key=lambda delimiter: _known_headers(lines, delimiter))
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=best, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield Record(number, cells)
    except csv.Error as error:
        yield Record(
            number + 1, [], f"CSV로 읽을 수 없어 여기서 멈췄습니다. 따옴표를 확인해 주세요({error})."
        )


def _known_headers(text: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = next((record for record in reader if any(cell.strip() for cell in record)), [])
    except csv.Error:
        return 0
    return sum(column_of(clean_text(cell)) is not None for cell in header)


def _read_table(source: SourceFile, records: Iterable[Record]) -> None:
    """Take the first row that is not blank as the header and the others as rows."""
    filled = ((record, [clean_text(cell) for cell in record.cells]) for record in records)
    rows = ((record, cells) for record, cells in filled if any(cells) or record.problem)
    first = next(rows, None)
    if first is None:
        source.fail("파일이 비어 있습니다.")
        return
    columns = _columns(source, first[1])
    if columns is None:
        return
    for record, cells in rows:
        if record.problem:
            source.fail(record.problem, record.number)
        elif any(cells[len(columns) :]):
            source.fail("머리글보다 칸이 많습니다. 쉼표가 든 글은 따옴표로 묶어 주세요.", record.number)
        else:
            named = {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell}
            source.rows.append(to_row(source.name, record.number, structure(named)))


def _columns(source: SourceFile, header: Sequence[str]) -> list[str | None] | None:
    """The column of each header cell (None = not used); None when the file lacks what every row needs."""
    columns = [column_of(cell) for cell in header]
    unknown = [cell for cell, column in zip(header, columns, strict=True) if cell and column is None]
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    missing = [column for column in REQUIRED_HEADERS if column not in columns]
    if missing:
        source.fail(f"머리글에 필요한 열이 없습니다: {', '.join(missing)}")
        return None
    if twice:
        source.fail(f"같은 뜻의 열이 두 번 있습니다: {', '.join(twice)}")
        return None
    if unknown:
        source.warn(f"모르는 열은 쓰지 않습니다: {', '.join(unknown[:10])}")
    return columns


# --- both -------------------------------------------------------------------------------------------


def to_row(file: str, number: int, raw: dict[str, Any]) -> Row:
    """A row with clean texts, the canonical kind, tags as a list, and a case's plain body as its approach.

    A null that a JSONL row states is kept: it clears the field on an update. What a row leaves out stays as it is.
    """
    data = clean_value(raw)
    if isinstance(data.get("kind"), str):
        data["kind"] = kind_of(data["kind"]) or data["kind"]
    if isinstance(data.get("tags"), str):
        data["tags"] = split_list(data["tags"])
    if data.get("kind") == "case" and "body" in data:
        body = data.pop("body")
        data["approach"] = data.get("approach") or body
    return Row(file, number, data)
