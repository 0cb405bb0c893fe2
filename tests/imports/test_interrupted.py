"""A load that is killed leaves whole rows behind, and the next one completes it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.imports.files import CASE, jsonl

ROWS = 60


def manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def environment(folder: Path) -> dict[str, str]:
    """A portal of its own on SQLite in `folder`."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": "",
        "DATA_DIR": str(folder),
    }


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        manage(*arguments),
        cwd=settings.BASE_DIR,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def counts(folder: Path) -> tuple[int, int, int]:
    """Cases, records of loaded rows, and cases that are live."""
    with sqlite3.connect(folder / "portal.sqlite3") as database:
        query = """
            SELECT (SELECT count(*) FROM districts_casestudy),
                   (SELECT count(*) FROM imports_importrecord),
                   (SELECT count(*) FROM wagtailcore_page p JOIN districts_casestudy c ON c.page_ptr_id = p.id
                     WHERE p.live = 1)
        """
        cases, records, live = database.execute(query).fetchone()
    return cases, records, live


@pytest.mark.once
def test_a_killed_load_is_completed_by_the_next_one(tmp_path):
    run(tmp_path, "migrate", "--verbosity", "0")
    rows = [{**CASE, "external_id": f"case-t{number}", "slug": f"case-{number}"} for number in range(ROWS)]
    path = jsonl(tmp_path, *rows)

    with subprocess.Popen(
        manage("import_content", str(path), "--publish"),
        cwd=settings.BASE_DIR,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        text=True,
    ) as loading:
        assert loading.stdout is not None
        # The first line of progress is written when the first row is in.
        assert loading.stdout.readline().startswith("가져오는 중 1/")
        loading.kill()

    cases, records, live = counts(tmp_path)
    assert 1 <= cases < ROWS
    assert cases == records == live
    report = run(tmp_path, "import_content", str(path), "--publish")
    assert f"새로 만듦 {ROWS - cases} · 바꿈 0 · 그대로 {cases} · 오류 0 · 알림 0" in report
    assert counts(tmp_path) == (ROWS, ROWS, ROWS)
