"""Triggers by which the database itself refuses to change the audit log or to delete what is younger than a year."""

from __future__ import annotations

from datetime import timedelta

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "audit_auditentry"
#: Nobody deletes a younger entry: the rules for personal data ask for a year of records of access.
KEPT_AT_LEAST = timedelta(days=365)
# A day less: the clocks of the database and of this host may differ.
_DAYS = KEPT_AT_LEAST.days - 1
_REFUSAL = "the audit log is append-only"

_PUT_UP = {
    "sqlite": [
        f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE} WHEN OLD.at > datetime('now', '-{_DAYS} days') "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' AND OLD.at < now() - interval '{_DAYS} days' THEN RETURN OLD; END IF; "
        f"RAISE EXCEPTION '{_REFUSAL}'; END $$",
        f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION audit_stays()",
    ],
}
_TAKE_DOWN = {
    "sqlite": ["DROP TRIGGER IF EXISTS audit_no_update", "DROP TRIGGER IF EXISTS audit_no_delete"],
    "postgresql": [f"DROP TRIGGER IF EXISTS audit_no_change ON {TABLE}"],
}


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers. A migration that changes the table has to do it again: SQLite makes the table anew."""
    _run(connection, _PUT_UP)


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Remove the triggers: for going back before the first migration, and for tests that lay out rows."""
    _run(connection, _TAKE_DOWN)


def _run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
