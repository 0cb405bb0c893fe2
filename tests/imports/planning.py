"""Planning one row against a made-up snapshot."""

from __future__ import annotations

from typing import Any

from portal.imports.plan import Action, Options, plan
from portal.imports.readers import to_row
from portal.imports.rows import Row, row_hash
from portal.imports.snapshot import KnownObject, KnownRecord, Snapshot

EMPTY = Snapshot()


def row(data: dict[str, Any], number: int = 1) -> Row:
    return to_row("rows.jsonl", number, data)


def one(data: dict[str, Any], snapshot: Snapshot = EMPTY, **options: bool) -> Action:
    return plan([row(data)], snapshot, Options(**options))[0]


def told(action: Action) -> dict[str, str]:
    return {problem.column: problem.text for problem in action.problems}


def known(data: dict[str, Any], *, changed: bool = False, published: bool = True, **fields: Any) -> Snapshot:
    """A snapshot that holds the object of this row, loaded before."""
    key = (data["kind"], data["external_id"])
    digest = "another" if changed else row_hash(row(data).data)
    facts = {"slug": data.get("slug", ""), "latest_revision_id": 7, **fields}
    return Snapshot(objects={key: KnownObject(**facts)}, records={key: KnownRecord(digest, 7, published)})
