"""`make run`: prepare what is missing, then run the portal until stopped."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from deploy.run import build
from deploy.run.data import ACCOUNTS_FILE, Data
from deploy.run.layout import BUILD_DIR, Layout
from deploy.run.locks import Busy, FileLock
from deploy.run.progress import Progress
from deploy.run.supervisor import CannotStart, Supervisor, answers, children, wait_for_port

BUILD_PATIENCE = 600.0


def run(layout: Layout) -> int:
    """Bring the portal up and keep it up; returns the exit code."""
    start = time.monotonic()
    lock = hold(layout)
    wait_for_port(layout.port, patience=3)
    signal.signal(signal.SIGTERM, _stop_preparing)
    signal.signal(signal.SIGHUP, _stop_preparing)
    progress = Progress(total=len(build.steps(lock)) + len(Data(layout, lock).steps()) + 1)
    build_checkout(progress)
    for step in Data(layout, lock).steps():
        progress.run(step)
    supervisor = Supervisor(children(layout), layout.environment(), lock)
    try:
        wait_for_port(layout.port, patience=3)
        progress.note("Web server and worker", lambda: _come_up(supervisor, layout))
        if not supervisor.stopping:
            print(banner(layout, time.monotonic() - start), flush=True)
            supervisor.run()
    finally:
        if any(child.process for child in supervisor.children):
            print("Stopping ...", flush=True)
            supervisor.stop()
    print("Stopped.", flush=True)
    return 0


def hold(layout: Layout) -> FileLock:
    """Take the data directory for this run; raises CannotStart when another run has it."""
    lock = FileLock(layout.data_dir / "run.lock")
    try:
        lock.acquire(layout.address)
    except Busy as busy:
        pid, _, address = busy.holder.partition(" ")
        raise CannotStart(
            f"The portal is already running or being prepared at {address} (process {pid}), data in "
            f"{layout.data_dir}. Stop that one first, or give this one its own: DATA_DIR=... PORT=... make run"
        ) from None
    return lock


def build_checkout(progress: Progress, *, development: bool = False) -> None:
    """Do the build steps, one process per checkout at a time; raises CannotStart."""
    lock = build.build_lock()
    if not build.ready(development=development):
        try:
            lock.acquire("building")
        except Busy:
            print("Another command is building this checkout; waiting for it ...", flush=True)
            try:
                lock.acquire("building", wait=BUILD_PATIENCE)
            except Busy as busy:
                raise CannotStart(f"The checkout is still being built by process {busy.holder}.") from None
    try:
        for step in build.steps(lock, development=development):
            progress.run(step)
    finally:
        lock.release()


def _come_up(supervisor: Supervisor, layout: Layout) -> None:
    supervisor.start()
    supervisor.wait_until(lambda: answers(layout.address))


def banner(layout: Layout, seconds: float) -> str:
    """What a person needs next: the address and the accounts."""
    lines = [
        "",
        f"The portal is ready after {seconds:.1f} s:  {layout.address}",
        f"Editors:  {layout.address}/admin/",
    ]
    accounts = demo_accounts(layout.data_dir / ACCOUNTS_FILE)
    if accounts:
        lines += ["", f"Demo accounts (kept in {_short(layout.data_dir / ACCOUNTS_FILE)}):"]
        width = max(len(email) for _, email, _ in accounts)
        lines += [f"  {email:<{width}}  {password}  {role}" for role, email, password in accounts]
    return "\n".join([*lines, "", "Ctrl-C stops it; `make run` starts it again with the same data.", ""])


def demo_accounts(path: Path) -> list[tuple[str, str, str]]:
    """Role, e-mail and password of each demo account; empty when there are none."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    if isinstance(entries, dict):
        entries = entries.get("accounts", [])
    return [
        (str(one.get("role", "")), str(one.get("email", "")), str(one.get("password", ""))) for one in entries
    ]


def _short(path: Path) -> str:
    return str(path.relative_to(BUILD_DIR.parent)) if path.is_relative_to(BUILD_DIR.parent) else str(path)


def _stop_preparing(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    return run(Layout.from_environment())


if __name__ == "__main__":
    sys.exit(main())
