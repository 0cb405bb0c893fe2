"""Records as files: written to a temporary file (memory while small), with a digest for conditional requests."""

from __future__ import annotations

import csv
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from pydantic import BaseModel

from portal.api.records import CaseRecord, DistrictName, written

BYTE_ORDER_MARK = "\ufeff"
IN_MEMORY = 2 * 1024 * 1024
# A cell that begins like this would be run as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass
class Spooled:
    """A file at its beginning, its length in bytes and the digest of its content."""

    file: BinaryIO
    size: int
    digest: str


def spool(parts: Iterable[str]) -> Spooled:
    """Write the parts as UTF-8. Beyond IN_MEMORY bytes the file lies on disk; whoever sends it closes it."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (closed by the response)
    digest, size = hashlib.sha256(), 0
    try:
        for part in parts:
            content = part.encode()
            digest.update(content)
            size += file.write(content)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Spooled(cast("BinaryIO", file), size, digest.hexdigest()[:32])


def as_json(head: dict[str, Any], name: str, records: Iterable[CaseRecord]) -> Iterator[str]:
    """The object `head` with the records as the list `name` at its end, a record a line."""
    yield json.dumps(head, ensure_ascii=False)[:-1] + f', "{name}": ['
    separator = "\n"
    for record in records:
        yield separator + json.dumps(written(record), ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def as_csv(records: Iterable[CaseRecord], *, korean: bool) -> Iterator[str]:
    """A table with a header, the names of the fields or their Korean titles; Excel reads it as UTF-8."""
    line = _Line()
    writer = csv.writer(line)
    fields = CaseRecord.model_fields
    writer.writerow([field.title if korean else name for name, field in fields.items()])
    yield BYTE_ORDER_MARK + line.text
    for record in records:
        writer.writerow([cell(getattr(record, name), korean=korean) for name in fields])
        yield line.text


class _Line:
    """Takes what a CSV writer writes."""

    text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def cell(value: Any, *, korean: bool = False) -> str | int:
    """A value as a cell: numbers as they are, lists a line each, text never as a formula."""
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    items = value if isinstance(value, list) else [value]
    text = "\n".join(_line(item, korean) for item in items)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(value: str | BaseModel, korean: bool) -> str:
    """A record within a record as "outlet=…; date=…", what is not known left out."""
    if isinstance(value, str):
        return value
    if isinstance(value, DistrictName):
        return value.name
    fields = type(value).model_fields
    names = {name: field.title if korean else name for name, field in fields.items()}
    known = [f"{names[name]}={text}" for name, text in value.model_dump().items() if text is not None]
    return "; ".join(known)
