"""Processes of ours without their long start: a process that has read all the code forks them, and tells how they end.

``python -m tests.faults.nursery`` reads one JSON request per line and answers each with one line:
``{"run": "module:function", "arguments": [...], "settings": {...}, "log": path}`` -> ``{"pid": ...}`` and
``{"ended": pid}`` -> ``{"code": ...}`` (null while it runs, negative for a signal).
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.run.layout import ROOT
from deploy.run.processes import end_with_parent

_PR_SET_PDEATHSIG = 1


# --- the side of the tests ----------------------------------------------------------------------------


class Nursery:
    """The forking process; ``env`` names the database that all its children use."""

    def __init__(self, env: dict[str, str]) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=end_with_parent(signal.SIGKILL),
        )

    def start(self, run: str, *arguments: Any, settings: dict[str, Any], log: Path) -> Child:
        request = {"run": run, "arguments": arguments, "settings": settings, "log": str(log)}
        return Child(self, self.ask(request)["pid"], log)

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("the process that starts the others has ended")
        return dict(json.loads(answer))

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()


@dataclass
class Child:
    """One process of the portal."""

    nursery: Nursery
    pid: int
    log: Path
    code: int | None = field(default=None)

    def poll(self) -> int | None:
        """How it ended: its code, or minus the signal; None while it runs."""
        if self.code is None:
            self.code = self.nursery.ask({"ended": self.pid})["code"]
        return self.code

    def wait(self, seconds: float) -> int:
        """Its code. Raises TimeoutError with the end of its log."""
        deadline = time.monotonic() + seconds
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise TimeoutError(f"process {self.pid} does not end: {self.said()}")
            time.sleep(0.01)
        return code

    def signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.wait(10)

    def stopped(self) -> bool:
        """Whether a SIGSTOP has reached it."""
        try:
            state = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        return state == "T"

    def said(self, most: int = 2000) -> str:
        return self.log.read_text(errors="replace")[-most:] if self.log.exists() else ""


# --- the forking side ---------------------------------------------------------------------------------


def main() -> None:
    import django

    django.setup()
    # What every child needs and takes long to read.
    for name in ("portal.urls", "search.worker", "search.nightly", "django.test", "tests.factories.site"):
        importlib.import_module(name)
    _no_connections()
    ended: dict[int, int] = {}
    for line in sys.stdin:
        request = json.loads(line)
        while (gone := _reap()) is not None:
            ended[gone[0]] = gone[1]
        answer = {"code": ended.get(request["ended"])} if "ended" in request else {"pid": _fork(request)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _reap() -> tuple[int, int] | None:
    try:
        pid, status = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return None
    return (pid, os.waitstatus_to_exitcode(status)) if pid else None


def _fork(request: dict[str, Any]) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        if os.getppid() == parent:
            code = _live(request)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _live(request: dict[str, Any]) -> int:
    from django.conf import settings

    log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for target, source in ((0, nothing), (1, log), (2, log)):
        os.dup2(source, target)
    for name, value in request["settings"].items():
        setattr(settings, name, Path(value) if name in ("DATA_DIR", "MEDIA_ROOT") else value)
    module, _, name = request["run"].partition(":")
    return int(getattr(importlib.import_module(module), name)(*request["arguments"]) or 0)


def _no_connections() -> None:
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    main()
