"""Children: started so that they end with us, their output kept in a log, shown when they fail."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.run.layout import ROOT
from deploy.run.locks import FileLock

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class CommandFailed(Exception):
    """A command ended with another code than 0; `log` holds what it printed."""

    def __init__(self, command: Sequence[str], code: int, log: Path) -> None:
        super().__init__(f"{' '.join(command)} ended with code {code}")
        self.code = code
        self.log = log

    def tail(self, lines: int = 30) -> str:
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])


def end_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """For `preexec_fn`: have the kernel send `number` to the child when we are gone (Linux; elsewhere None).

    Without it a `kill -9` of the run would leave a web process holding the port.
    """
    if _libc is None:
        return None
    libc, parent = _libc, os.getpid()

    def set_signal() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), number)

    return set_signal


def as_nobody(folder: Path) -> Callable[[], None]:
    """For `preexec_fn`: become `nobody`, who from now on owns `folder`. For servers that refuse to run as root."""
    import pwd  # not on Windows, where nothing has to become anybody

    account = pwd.getpwnam("nobody")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)

    def become() -> None:
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)

    return become


def both(*calls: Callable[[], None] | None) -> Callable[[], None]:
    """One call for several, those that are there."""

    def call() -> None:
        for one in calls:
            if one is not None:
                one()

    return call


def run_logged(
    command: Sequence[str],
    log: Path,
    env: dict[str, str],
    *,
    locks: Sequence[FileLock] = (),
    alive: Callable[[], None] = lambda: None,
) -> None:
    """Run `command` in the root of the checkout, everything it prints goes to the end of `log`.

    Calls `alive` every few seconds. Raises CommandFailed. Ends the child when we are interrupted.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        output.write(f"$ {' '.join(command)}\n".encode())
        output.flush()
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[lock.fileno() for lock in locks],
            preexec_fn=end_with_parent(signal.SIGKILL),
        )
        try:
            while True:
                try:
                    code = child.wait(timeout=3)
                    break
                except subprocess.TimeoutExpired:
                    alive()
        except BaseException:
            stop(child)
            raise
    if code:
        raise CommandFailed(command, code, log)


def stop(child: subprocess.Popen[bytes], patience: float = 5.0) -> None:
    """Ask `child` to end, and after `patience` seconds make it."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
