"""What the tests of the drain ask of the rows."""

from __future__ import annotations

from search.drain import drain_once
from search.models import SearchDocument


def drain_all() -> int:
    """Serve everything that is due; returns how many jobs."""
    return sum(iter(drain_once, 0))


def live() -> dict[str, tuple[str, str]]:
    """Title -> (address, audience) of what is indexed."""
    rows = SearchDocument.objects.filter(deleted=False)
    return {row.title: (row.url, row.audience) for row in rows}
