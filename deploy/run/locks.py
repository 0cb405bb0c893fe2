"""File locks that die with their holders, so that a killed run never blocks the next one."""

from __future__ import annotations

import os
import time
from pathlib import Path

try:
    import fcntl
except ImportError:  # not on Windows: there one run at a time is the user's own care
    fcntl = None  # type: ignore[assignment]


class Busy(Exception):
    """Someone else holds the lock; `holder` is what they wrote into it."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class FileLock:
    """An exclusive lock on `path`.

    Children that are given `fileno()` share it: the lock is free only when the last of them has ended. So a
    second run cannot start while an orphan of a killed one still writes.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd: int | None = None

    def fileno(self) -> int:
        if self._fd is None:
            raise ValueError("the lock is not held")
        return self._fd

    def acquire(self, note: str, *, wait: float = 0.0) -> None:
        """Take the lock and write `note` into it; raises Busy when it is still held after `wait` seconds."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        deadline = time.monotonic() + wait
        while not _try_lock(fd):
            holder = os.pread(fd, 200, 0).decode(errors="replace").strip()
            # Orphans of a killed run end by themselves within seconds; a living holder does not.
            if time.monotonic() >= deadline and (_alive(holder) or time.monotonic() >= deadline + 20):
                os.close(fd)
                raise Busy(holder)
            time.sleep(0.2)
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"{os.getpid()} {note}\n".encode(), 0)
        self._fd = fd

    def release(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


def _try_lock(fd: int) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _alive(holder: str) -> bool:
    pid = holder.split(" ", 1)[0]
    if not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
