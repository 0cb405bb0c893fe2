"""Files to load, written the way offices write them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from openpyxl import Workbook

CASE = {
    "kind": "case",
    "external_id": "case-t1",
    "slug": "smart-senior-center",
    "title": "스마트경로당",
    "title_en": "Smart senior center",
    "summary": "경로당에서 화상으로 배우는 사업입니다.",
    "district": "노원구",
    "field": "복지",
    "stage": "running",
    "problem": ["혼자 지내는 어르신이 많았습니다."],
    "approach": ["경로당 30곳에 화면을 두었습니다.", "한곳에서 강사가 가르칩니다."],
    "sources": [
        {"outlet": "전자신문", "title": "기사", "date": "2025-03-02", "url": "https://example.org/1"}
    ],
}
LECTURE = {
    "kind": "lecture",
    "external_id": "lecture-t1",
    "title": "생성형 AI와 행정",
    "title_en": "Generative AI in government",
    "summary": "행정에서 쓰는 생성형 AI를 설명했습니다.",
    "lecture_type": "outside",
    "event": "디지털 아카데미",
    "date": "2024-10",
    "speakers": [{"name": "홍보라", "affiliation": "노원구청 스마트도시과", "role": "팀장"}],
}
SESSION = {
    "kind": "session",
    "external_id": "session-t1",
    "slug": "session-t1",
    "title": "제11차 포럼",
    "number": 11,
    "date": "2025-05-01",
    "programme": [{"title": None, "speaker": "홍보라", "affiliation": "노원구청", "lecture": "lecture-t1"}],
}
TAG = {
    "kind": "tag",
    "external_id": "tag-iot",
    "title": "사물인터넷",
    "title_en": "Internet of Things",
    "aliases": ["IoT", "IoT 센서"],
    "group": "technology",
}


def jsonl(folder: Path, *rows: dict[str, Any] | str, name: str = "rows.jsonl") -> Path:
    """A JSONL file; a string stands for a line as it is."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def csv_text(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def csv_file(
    folder: Path,
    rows: Sequence[Sequence[str]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    name: str = "rows.csv",
) -> Path:
    path = folder / name
    path.write_bytes(csv_text(rows, delimiter).encode(encoding))
    return path


def xlsx(folder: Path, rows: Sequence[Sequence[Any]], *, merge: str = "", name: str = "rows.xlsx") -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    path = folder / name
    workbook.save(path)
    return path


def load(*paths: Path, **options: Any) -> str:
    """Run import_content; returns what it printed. A failure ends in its message, as the shell shows it."""
    out = io.StringIO()
    try:
        call_command("import_content", *map(str, paths), stdout=out, **options)
    except CommandError as error:
        out.write(f"EXIT {error.returncode}: {error}\n")
    return out.getvalue()


def summary(report: str) -> str:
    """The last line that counts."""
    return next(line for line in reversed(report.splitlines()) if line.startswith("새로 만듦"))
