"""Numbered steps on the screen, each with its seconds, each done once for the same inputs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from deploy.run.layout import ROOT
from deploy.run.stamps import Stamps, digest


@dataclass(frozen=True)
class Step:
    """One thing to be done. `present` says whether its result is still there; `key` may be dear, so it is a call."""

    name: str
    title: str
    stamps: Stamps
    inputs: Callable[[], Iterable[str | Path]]
    action: Callable[[Callable[[], None], bool], None]
    present: Callable[[], bool] = lambda: True

    def key(self) -> str:
        return digest(self.inputs(), ROOT)

    def done(self) -> bool:
        return self.present() and self.stamps.holds(self.name, self.key())


class Progress:
    """Prints `[ 3/10] Title ........ 4.1 s`; a step that has nothing to do says `ready`."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.number = 0

    def run(self, step: Step) -> bool:
        """Do `step` unless it is done; returns whether there was something to do. Its failures pass through."""
        self._open(step.title)
        if step.done():
            self._close("ready")
            return False
        interrupted = step.stamps.interrupted(step.name)
        step.stamps.begin(step.name)
        start = time.monotonic()
        try:
            step.action(self._tick, interrupted)
        except BaseException:
            self._close("not finished")
            raise
        # The inputs are read again: a step may have changed what identifies them (a new database, say).
        step.stamps.finish(step.name, step.key())
        self._close(f"{time.monotonic() - start:.1f} s")
        return True

    def note(self, title: str, action: Callable[[], None]) -> None:
        """A step without a stamp, done every time; its line is written at its end, as it may print lines itself."""
        start = time.monotonic()
        action()
        self._open(title)
        self._close(f"{time.monotonic() - start:.1f} s")

    def _open(self, title: str) -> None:
        self.number += 1
        width = len(str(self.total))
        sys.stdout.write(f"[{self.number:>{width}}/{self.total}] {title:<28} ")
        sys.stdout.flush()

    def _tick(self) -> None:
        sys.stdout.write(".")
        sys.stdout.flush()

    def _close(self, text: str) -> None:
        sys.stdout.write(f" {text}\n")
        sys.stdout.flush()
