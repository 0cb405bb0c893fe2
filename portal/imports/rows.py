"""A row of a file as read, whatever the file's format was."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

# C0 and C1 controls except tab and line breaks, lone surrogates and byte order marks: no database or page wants them.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """Something to tell about a row (or about the whole file, when it has no row)."""

    level: Level
    text: str
    column: str = ""


@dataclass(frozen=True)
class Row:
    """One record of a file: `number` is the line of a JSONL file or the row a spreadsheet shows."""

    file: str
    number: int
    data: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return str(self.data.get("kind") or "")

    @property
    def external_id(self) -> str:
        return str(self.data.get("external_id") or "")


@dataclass
class SourceFile:
    """What was read from one file; `failures` are rows that could not be read, by their number (0 = the file)."""

    name: str
    rows: list[Row] = field(default_factory=list)
    failures: list[tuple[int, Problem]] = field(default_factory=list)

    def fail(self, text: str, number: int = 0, column: str = "") -> None:
        self.failures.append((number, Problem(Level.ERROR, text, column)))

    def warn(self, text: str, number: int = 0, column: str = "") -> None:
        self.failures.append((number, Problem(Level.WARNING, text, column)))


def clean_text(text: str) -> str:
    """Composed Hangul (NFC), Unix line ends, no control characters, no white space around."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u00a0", " ")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", unified)).strip()


def clean_value(value: Any) -> Any:
    """`clean_text` for every text inside lists and objects; empty texts become None."""
    if isinstance(value, str):
        return clean_text(value) or None
    if isinstance(value, list):
        return [cleaned for cleaned in map(clean_value, value) if cleaned is not None]
    if isinstance(value, dict):
        return {clean_text(str(key)): clean_value(item) for key, item in value.items()}
    return value


def row_hash(data: Mapping[str, Any]) -> str:
    """Hash of what a row says; absent, null and empty values say the same."""
    said = {key: value for key, value in data.items() if value not in (None, "", [], {})}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
