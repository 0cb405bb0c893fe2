"""What the forked processes run. Each is a function of plain arguments and ends with a code."""

from __future__ import annotations

from collections.abc import Sequence

from tests.faults import clock


def worker(only: str, offsets: Sequence[float]) -> int:
    """``manage.py worker --only ONLY`` under a clock that jumps by ``offsets`` seconds."""
    from django.core.management import call_command

    clock.jump(offsets)
    call_command("worker", only=only)
    return 0
