"""The database as the run sees it: which one it is, and how its schema changes without a way to end half-way."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from deploy.run.layout import PYTHON, ROOT, Layout, child_environment

_FIRST_MIGRATION = "SELECT applied FROM django_migrations ORDER BY id LIMIT 1"
_ASK_SERVER = f"""
import sys, psycopg2
with psycopg2.connect(sys.argv[1], connect_timeout=5) as connection, connection.cursor() as cursor:
    cursor.execute({_FIRST_MIGRATION!r})
    row = cursor.fetchone()
    print(row[0].isoformat() if row else "")
"""


class DatabaseInUse(Exception):
    """Another program has the SQLite file open, so its schema cannot be exchanged."""


def identity(layout: Layout) -> str:
    """A text that belongs to this very database: the moment of its first migration.

    A copy or a restored backup keeps it, a new database has another. Where it cannot be told the answer is never
    the same twice, so that the steps that depend on it run again.
    """
    file = layout.sqlite_file
    unknown = f"unknown {time.time_ns()}"
    if file is not None:
        if not file.exists():
            return unknown
        try:
            with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as connection:
                row = connection.execute(_FIRST_MIGRATION).fetchone()
        except sqlite3.Error:
            return unknown
        return str(row[0]) if row else unknown
    command = [str(PYTHON), "-c", _ASK_SERVER, layout.database_url]
    answer = subprocess.run(command, cwd=ROOT, env=child_environment(), capture_output=True, text=True)
    return answer.stdout.strip() or unknown


def migrate(layout: Layout, manage: Callable[[Sequence[str], dict[str, str]], None]) -> None:
    """Bring the schema up to date with `manage(arguments, extra environment)`.

    Django records a migration after its transaction, so a kill in between leaves a schema that cannot go on. A
    SQLite database is therefore migrated as a copy that takes its place when it is whole.
    """
    arguments = ["migrate", "--noinput"]
    file = layout.sqlite_file
    if file is None:
        manage(arguments, {})
        return
    copy = file.with_name(file.name + ".migrating")
    _remove(copy)
    if file.exists():
        _copy(file, copy)
    manage(arguments, {"DATABASE_URL": f"sqlite:///{quote(str(copy))}"})
    _fold_log(copy)
    if file.exists():
        _fold_log(file)
    copy.replace(file)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _fold_log(file: Path) -> None:
    """Write the write-ahead log back and remove it: left behind, it would be applied to the new file."""
    with closing(sqlite3.connect(file, timeout=5)) as connection:
        blocked = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    leftover = file.with_name(file.name + "-wal")
    if blocked or (leftover.exists() and leftover.stat().st_size):
        raise DatabaseInUse(f"{file} is open in another program. Stop that program, then run this again.")
    leftover.unlink(missing_ok=True)
    file.with_name(file.name + "-shm").unlink(missing_ok=True)


def _remove(file: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
