"""A circuit breaker that the processes of one host share through a file.

While the engine answers there is no file and a look costs one system call. The first failure writes how long the
engine is left alone; later failures prolong it. After that time one process at a time tries again; the worker does
so too, so that readers hardly ever pay for a try.
"""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path

FIRST_SECONDS = 5.0
LONGEST_SECONDS = 60.0
JITTER = (0.8, 1.2)


class Breaker:
    """``path``: the file; its folder exists or is made."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def open(self) -> bool:
        """Whether the engine is known to be away, be it time to try again or not."""
        return self._path.exists()

    def allows(self) -> bool:
        """Whether the engine may be asked now. A yes after a failure is given to one caller only."""
        noted = self._read()
        if noted is None:
            return True
        until, failures = noted
        now = time.time()
        # A time further off than any pause was written before the clock was set back.
        if now < until <= now + LONGEST_SECONDS * JITTER[1]:
            return False
        # Others keep away while this caller tries.
        self._write(time.time() + FIRST_SECONDS, failures)
        return True

    def failed(self) -> None:
        """The engine could not be asked: leave it alone, longer with each failure."""
        failures = (noted[1] if (noted := self._read()) else 0) + 1
        pause = min(FIRST_SECONDS * 2.0 ** (failures - 1), LONGEST_SECONDS)
        self._write(time.time() + pause * random.uniform(*JITTER), failures)  # noqa: S311

    def works(self) -> None:
        """The engine has answered."""
        if self.open:
            self._path.unlink(missing_ok=True)

    def _read(self) -> tuple[float, int] | None:
        """(until, failures); None while the engine is not known to be away."""
        try:
            noted = json.loads(self._path.read_text())
            return float(noted["until"]), int(noted["failures"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            return 0.0, 1

    def _write(self, until: float, failures: int) -> None:
        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps({"until": until, "failures": failures}))
            draft.replace(self._path)
        except OSError:
            return  # A full disk must not stop a search; this process asks again next time.
