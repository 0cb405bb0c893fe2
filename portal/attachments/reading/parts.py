"""What a reader gives: parts in reading order, each with its place, and why there are none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

#: Running text is cut into parts of about so many characters, at the end of a paragraph.
PART_CHARS = 1_200
#: Control characters, halves of characters, private and forbidden ones.
_ODD = re.compile(
    "[\x00-\x08\x0c-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]"
)
_BLANKS = re.compile(r"[^\S\n]+")


@dataclass(frozen=True)
class Part:
    """A page, a stretch of running text or a row of a table.

    locator: see `search.records`; heading: what stands above it; text: plain text as it is searched, a row with the
    heads of its columns; cells: of a row, as they stand in the file.
    """

    locator: str
    heading: str
    text: str
    cells: tuple[str, ...] = ()


class Unreadable(Exception):
    """The file cannot be read; `problem` is a key of `portal.core.enums.ReadingProblem`."""

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else problem)
        self.problem = problem


def clean(text: str) -> str:
    """Text that a database can keep and a page can show: no control characters, no halves of characters."""
    # Line ends that PDF libraries give, and the mark of a hyphen at the end of a line.
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    kept = _ODD.sub("", text)
    lines = (_BLANKS.sub(" ", line).strip() for line in unicodedata.normalize("NFC", kept).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def row_text(cells: Sequence[str], heads: Sequence[str]) -> str:
    """A row that makes sense by itself: "자치구: 노원구 · 예산: 3억 원". A cell that spans columns is said once."""
    said: list[str] = []
    before: tuple[str, str] | None = None
    for number, cell in enumerate(cells):
        value = " ".join(cell.split())
        head = " ".join(heads[number].split()) if number < len(heads) else ""
        if value and (head, value) != before:
            said.append(f"{head}: {value}" if head and head != value else value)
        before = (head, value)
    return " · ".join(said)


def heads_of(rows: Sequence[Sequence[str]]) -> Sequence[str]:
    """The first row where it names the columns: nothing empty, no numbers, and other rows below it."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return ()
    first = [" ".join(cell.split()) for cell in rows[0]]
    named = all(first) and not any(re.fullmatch(r"[\d.,%\s-]+", cell) for cell in first)
    return first if named else ()


@dataclass
class Writer:
    """Collects running text and tables of a document into parts; numbers parts and tables from 1."""

    heading: str = ""
    parts: int = 0
    tables: int = 0
    _lines: list[str] | None = None

    def head(self, text: str) -> Iterator[Part]:
        """A heading begins a new part."""
        text = " ".join(clean(text).split())
        if text:
            yield from self.flush()
            self.heading = text[:300]
            self._lines = [text]

    def line(self, text: str) -> Iterator[Part]:
        text = clean(text)
        if not text:
            return
        self._lines = [*(self._lines or []), text]
        if sum(map(len, self._lines)) >= PART_CHARS:
            yield from self.flush()

    def table(self, rows: Iterable[Sequence[str]], name: str = "") -> Iterator[Part]:
        """Every row is a part of its own; rows count as in the file, from 1."""
        yield from self.flush()
        cleaned = [[clean(cell) for cell in row] for row in rows]
        self.tables += 1
        heads = heads_of(cleaned)
        for number, cells in enumerate(cleaned, start=1):
            text = row_text(cells, () if number == 1 else heads)
            if text:
                locator = f"table={self.tables}&row={number}"
                yield Part(locator, name or self.heading, text, tuple(cells))

    def flush(self) -> Iterator[Part]:
        if self._lines:
            self.parts += 1
            yield Part(f"part={self.parts}", self.heading, "\n".join(self._lines))
        self._lines = None
