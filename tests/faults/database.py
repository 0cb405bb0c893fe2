"""A database that is put back to the same state before each test, by copying it on the server."""

from __future__ import annotations

from django.db import connection, connections

TEMPLATE = "faults_template"


def keep() -> None:
    """Remember the database as it is now."""
    name = connection.settings_dict["NAME"]
    connections.close_all()
    _on_server(f'DROP DATABASE IF EXISTS "{TEMPLATE}"', f'CREATE DATABASE "{TEMPLATE}" TEMPLATE "{name}"')


def is_kept() -> bool:
    """Whether an earlier run has left its copy (``--reuse-db``)."""
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
        return cursor.fetchone() is not None


def put_back() -> None:
    """The database as it was when it was kept; connections of processes that were killed are cut."""
    name = connection.settings_dict["NAME"]
    connections.close_all()
    _on_server(
        f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"'
    )


def forget() -> None:
    """Remove the copy."""
    connections.close_all()
    _on_server(f'DROP DATABASE IF EXISTS "{TEMPLATE}"')


def cut_others() -> int:
    """End every other connection to this database, as a restart of the server does; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def _on_server(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        for statement in statements:
            cursor.execute(statement)
