"""The time that a reader waits for a cluster: one allowance for all the questions of one request."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_end: ContextVar[float | None] = ContextVar("end of the patience", default=None)


@contextmanager
def until(end: float) -> Iterator[None]:
    """Questions asked inside end at this moment of ``time.monotonic`` at the latest."""
    token = _end.set(end)
    try:
        yield
    finally:
        _end.reset(token)


def end_of(seconds: float) -> float:
    """When a question ends that begins now and may take ``seconds``, unless the allowance ends before."""
    own, common = time.monotonic() + seconds, _end.get()
    return own if common is None else min(own, common)
