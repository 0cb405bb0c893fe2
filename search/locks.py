"""Locks between processes: one drain in the cluster, one feed per index."""

from __future__ import annotations

import fcntl
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


class LockTimeout(Exception):
    """Another process did not let go."""


def data_path(*parts: str) -> Path:
    """A path under ``DATA_DIR/search``; its directory exists afterwards."""
    path = Path(settings.DATA_DIR, "search", *parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@contextmanager
def file_lock(name: str) -> Iterator[bool]:
    """Whether this process got the lock ``name`` of this data directory. Never waits.

    The kernel releases it with the process, so a crash leaves nothing to clean up.
    """
    with data_path("locks", f"{name}.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        try:
            yield True
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)


@contextmanager
def waiting(
    lock: Callable[[], AbstractContextManager[bool]], what: str, seconds: float = 60.0
) -> Iterator[None]:
    """Hold what ``lock()`` gives, trying again and again. Raises LockTimeout after ``seconds``."""
    deadline = time.monotonic() + seconds
    while True:
        with lock() as got:
            if got:
                yield
                return
        if time.monotonic() > deadline:
            raise LockTimeout(f"another process has held the lock {what!r} for {seconds:.0f} s")
        time.sleep(0.05)


@contextmanager
def cluster_lock(name: str) -> Iterator[bool]:
    """Whether this process got the lock ``name`` among all that share the database. Never waits.

    PostgreSQL: a session advisory lock, released with the connection. SQLite is used by one host, where a
    file lock does the same.
    """
    if connection.vendor != "postgresql":
        with file_lock(name) as got:
            yield got
        return
    key = advisory_key(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        got = bool(cursor.fetchone()[0])
    if not got:
        yield False
        return
    session = connection.connection
    try:
        yield True
    finally:
        # A connection that was lost and opened again no longer holds the lock.
        if connection.connection is session and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def advisory_key(name: str) -> int:
    """A stable signed 32-bit number for a PostgreSQL advisory lock."""
    return zlib.crc32(f"search:{name}".encode()) - 2**31
