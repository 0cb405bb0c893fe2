"""The schema changes on a copy that takes the place of the SQLite file when it is whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import pytest

from deploy.run.database import DatabaseInUse, identity, migrate
from deploy.run.layout import Layout


@pytest.fixture
def layout(tmp_path):
    folder = tmp_path / "자료 100% #1"
    folder.mkdir()
    return Layout(folder, 8000, "")


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    return connection


def _target(extra: dict[str, str]) -> Path:
    return Path(unquote(extra["DATABASE_URL"].removeprefix("sqlite:///")))


def _first_migration(arguments, extra):
    assert arguments == ["migrate", "--noinput"]
    with closing(_connect(_target(extra))) as connection:
        connection.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, applied TEXT)")
        connection.execute("INSERT INTO django_migrations (applied) VALUES ('2026-11-23 09:00:00.000001')")


def test_new_database_appears_whole(layout):
    migrate(layout, _first_migration)
    assert sorted(path.name for path in layout.data_dir.iterdir()) == ["portal.sqlite3"]
    assert identity(layout) == "2026-11-23 09:00:00.000001"


def test_killed_migration_leaves_the_old_database(layout):
    migrate(layout, _first_migration)

    def killed(arguments, extra):
        with closing(_connect(_target(extra))) as connection:
            connection.execute("CREATE TABLE half (id INTEGER)")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate(layout, killed)
    with closing(sqlite3.connect(layout.data_dir / "portal.sqlite3")) as connection:
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'half'").fetchall() == []
    migrate(layout, lambda arguments, extra: None)
    assert identity(layout) == "2026-11-23 09:00:00.000001"


def test_what_is_only_in_the_log_comes_along(layout):
    migrate(layout, _first_migration)
    file = layout.data_dir / "portal.sqlite3"
    writer = _connect(file)
    writer.execute("CREATE TABLE kept (text TEXT)")
    writer.execute("INSERT INTO kept VALUES ('편집')")
    assert file.with_name(file.name + "-wal").stat().st_size > 0
    writer.close()
    migrate(layout, lambda arguments, extra: None)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT text FROM kept").fetchall() == [("편집",)]


def test_database_open_elsewhere_is_left_alone(layout):
    migrate(layout, _first_migration)
    with closing(_connect(layout.data_dir / "portal.sqlite3")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM django_migrations").fetchall()
        with closing(_connect(layout.data_dir / "portal.sqlite3")) as writer:
            writer.execute("CREATE TABLE other (id INTEGER)")
            with pytest.raises(DatabaseInUse):
                migrate(layout, lambda arguments, extra: None)


def test_identity_of_no_database_is_never_the_same(layout):
    assert identity(layout) != identity(layout)
