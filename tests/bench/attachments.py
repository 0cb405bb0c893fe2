"""Reading the sample attachments: the library by itself, our reader in the same process, and a process of its own."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from portal.attachments.reading.__main__ import reader_of
from portal.attachments.reading.parts import Unreadable
from portal.attachments.reading.process import read_file
from portal.attachments.reading.sniff import sniff
from tests.factories.hwp import hwp

ROUNDS = 5
FOLDER = Path(__file__).resolve().parents[2] / "content" / "attachments"


def alone(kind: str, path: Path) -> int:
    """Characters that the library gives when it is asked in the plainest way."""
    return sum(map(len, _PLAIN[kind](path)))


def _pdf(path: Path) -> Iterator[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    yield from (page.get_textpage().get_text_range() for page in document)
    document.close()


def _hangul(path: Path) -> Iterator[str]:
    import unhwp

    with unhwp.parse(str(path)) as parsed:
        yield parsed.plain_text


def _docx(path: Path) -> Iterator[str]:
    import docx

    document = docx.Document(str(path))
    yield from (paragraph.text for paragraph in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)


def _pptx(path: Path) -> Iterator[str]:
    import pptx

    for slide in pptx.Presentation(str(path)).slides:
        yield from (shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def _xlsx(path: Path) -> Iterator[str]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield from (str(value) for row in sheet.iter_rows(values_only=True) for value in row if value)
    book.close()


def _txt(path: Path) -> Iterator[str]:
    yield path.read_bytes().decode("cp949", "replace")


def _made_hwp(folder: Path) -> Path:
    """No sample is HWP 5, which nothing but its own program writes well: paragraphs and a table, made here."""
    path = folder / "made.hwp"
    lines = [f"{number}번째 문단입니다. 스마트도시 돌봄 사업의 경과를 적습니다." for number in range(300)]
    rows = [["자치구", "사업", "예산"], *([f"{n}구", f"사업 {n}", f"{n}00만 원"] for n in range(60))]
    path.write_bytes(hwp(*lines, rows=rows))
    return path


_PLAIN: dict[str, Callable[[Path], Iterator[str]]] = {
    "pdf": _pdf,
    "hwp": _hangul,
    "hwpx": _hangul,
    "docx": _docx,
    "pptx": _pptx,
    "xlsx": _xlsx,
    "txt": _txt,
}


def _seconds(act: Callable[[], Any]) -> float:
    act()
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def run() -> None:
    """Print one line per format: seconds for all its files, and thousands of characters a second of each way."""
    with tempfile.TemporaryDirectory() as folder:
        _measure([*sorted(FOLDER.iterdir()), _made_hwp(Path(folder))])


def _measure(paths: Sequence[Path]) -> None:
    files: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        try:
            kind = sniff(path)
            if any(reader_of(kind)(path)):
                files[kind.format].append(path)
        except (Unreadable, OSError, KeyError, ValueError):
            continue
    print("attachments: reading the samples, thousands of characters a second")
    for kind, group in sorted(files.items()):
        ways = {
            "library": lambda kind=kind, group=group: [alone(kind, path) for path in group],
            "reader": lambda kind=kind, group=group: [list(reader_of(sniff(path))(path)) for path in group],
            "process": lambda group=group: [read_file(path) for path in group],
        }
        chars = sum(len(part.text) for path in group for part in read_file(path).parts)
        taken = {name: _seconds(act) for name, act in ways.items()}
        print(
            json.dumps(
                {
                    "format": kind,
                    "files": len(group),
                    "characters": chars,
                    **{name: round(chars / seconds / 1000, 1) for name, seconds in taken.items()},
                    "reader/library": round(taken["reader"] / taken["library"], 2),
                    "process_ms_per_file": round(1000 * taken["process"] / len(group)),
                }
            )
        )
