"""Keep the web process and the worker running together until told to stop."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from deploy.run.layout import PYTHON, ROOT, Layout
from deploy.run.locks import FileLock
from deploy.run.processes import end_with_parent

STOP_PATIENCE = 12.0  # seconds for requests and batches under way
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0  # a child that ran this long starts again without a pause
START_PATIENCE = 90.0
TRIES_AT_START = 3
_no_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class CannotStart(Exception):
    """The portal does not come up; the message says why as far as it is known."""


@dataclass
class Child:
    """One supervised program and how often it fell over lately."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    start_at: float = field(default_factory=time.monotonic)

    def pause(self) -> float:
        """Seconds to wait before the next start: 1, 2, 4 ... up to LONGEST_PAUSE."""
        return min(2.0 ** (self.failures - 1), LONGEST_PAUSE) if self.failures else 0.0


def children(layout: Layout) -> list[Child]:
    """The web server and the worker of `layout`."""
    python = str(PYTHON)
    web = [python, "-m", "gunicorn", "portal.wsgi:application", "--bind", f"127.0.0.1:{layout.port}"]
    web += [
        "--worker-class",
        "gthread",
        "--workers",
        "2",
        "--threads",
        "4",
        "--preload",
        "--no-control-socket",
    ]
    web += ["--timeout", "60", "--graceful-timeout", "10", "--keep-alive", "5", "--log-level", "warning"]
    # A query of any length reaches the search view, which answers with a message instead of a bare 400.
    web += ["--limit-request-line", "0"]
    return [Child("web", web), Child("worker", [python, "manage.py", "worker"])]


class Supervisor:
    """Starts the children, starts again what dies, ends all of them on SIGTERM, SIGINT or SIGHUP."""

    def __init__(self, children: Sequence[Child], env: dict[str, str], lock: FileLock | None = None) -> None:
        self.children = children
        self.env = env
        self.lock = lock
        self.stopping = False

    def start(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        for child in self.children:
            self._start(child)

    def wait_until(self, ready: Callable[[], bool], patience: float = START_PATIENCE) -> bool:
        """Supervise until `ready()`; False when told to stop meanwhile. Raises CannotStart."""
        deadline = time.monotonic() + patience
        while not self.stopping:
            if ready():
                return True
            self.look_after()
            for child in self.children:
                if child.failures >= TRIES_AT_START:
                    raise CannotStart(f"{child.name} ended {child.failures} times while starting; see above.")
            if time.monotonic() > deadline:
                raise CannotStart(f"The portal did not answer within {patience:.0f} s.")
            time.sleep(0.1)
        return False

    def run(self) -> None:
        """Supervise until told to stop."""
        while not self.stopping:
            self.look_after()
            time.sleep(0.2)

    def look_after(self) -> None:
        """Note who died, and start those whose pause is over."""
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and (code := child.process.poll()) is not None:
                child.failures = 1 if now - child.started > STEADY_AFTER else child.failures + 1
                child.process, child.start_at = None, now + child.pause()
                print(
                    f"{child.name} ended ({_describe(code)}); starting it again in {child.pause():.0f} s",
                    flush=True,
                )
            if child.process is None and now >= child.start_at and not self.stopping:
                self._start(child)

    def stop(self) -> None:
        """End all children: politely, then after STOP_PATIENCE for good, with everything they started."""
        self.stopping = True
        living = [child.process for child in self.children if child.process is not None]
        for process in living:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_PATIENCE
        for process in living:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                pass
            try:
                os.killpg(process.pid, signal.SIGKILL)  # the child leads a group of its own
            except (ProcessLookupError, PermissionError):
                pass
            process.wait()

    def _start(self, child: Child) -> None:
        child.started = time.monotonic()
        child.process = subprocess.Popen(
            child.command,
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in the terminal reaches us alone, and we end the children in order
            pass_fds=[self.lock.fileno()] if self.lock else [],
            preexec_fn=end_with_parent(signal.SIGTERM),
        )

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def _describe(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"


def port_is_free(port: int) -> bool:
    """Whether a server can listen on 127.0.0.1:`port`; raises CannotStart when the system forbids the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise CannotStart(
                f"Cannot listen on port {port}: {error.strerror}. Choose another: PORT=8001 make run"
            ) from None
    return True


def wait_for_port(port: int, patience: float) -> None:
    """Return when `port` is free; raises CannotStart when it still is not after `patience` seconds."""
    deadline = time.monotonic() + patience
    while not port_is_free(port):
        if time.monotonic() > deadline:
            raise CannotStart(
                f"Port {port} is in use by another program. Choose another one: PORT={port + 1} make run"
            )
        time.sleep(0.2)


def answers(address: str) -> bool:
    """Whether the portal at `address` says that it is up."""
    try:
        with _no_proxy.open(f"{address}/healthz", timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False
