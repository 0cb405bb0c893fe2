"""A wall clock that jumps, as one does that is set by hand or by a time server. Monotonic time goes on as always."""

from __future__ import annotations

import datetime as real
import time
from collections.abc import Sequence

from django.utils import timezone

#: How long the clock stays at one offset.
SECONDS = 1.0


def jump(offsets: Sequence[float]) -> None:
    """From now on the clock of this process is off by each of ``offsets`` in turn, for SECONDS each."""
    if not offsets:
        return
    begun, true_time = time.monotonic(), time.time

    def offset() -> float:
        return offsets[int((time.monotonic() - begun) / SECONDS) % len(offsets)]

    class Jumping(real.datetime):
        @classmethod
        def now(cls, tz: real.tzinfo | None = None) -> real.datetime:  # type: ignore[override]
            return real.datetime.now(tz) + real.timedelta(seconds=offset())

    timezone.datetime = Jumping  # type: ignore[attr-defined,misc]
    time.time = lambda: true_time() + offset()
