"""The portal as its users run it: `make run` in a data directory of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.encoding import iri_to_uri

from deploy.run.locks import FileLock

ROOT = Path(__file__).resolve().parents[2]
START_PATIENCE = 600.0
STOP_PATIENCE = 30.0
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Account:
    """One demo account."""

    role: str
    email: str
    password: str


@dataclass(frozen=True)
class Portal:
    """A running portal with the sample content."""

    url: str
    data_dir: Path
    log: Path

    def accounts(self) -> list[Account]:
        """The demo accounts, in the order in which they are printed."""
        rows = json.loads((self.data_dir / "demo-accounts.json").read_text(encoding="utf-8"))
        rows = rows["accounts"] if isinstance(rows, dict) else rows
        return [Account(row["role"], row["email"], row["password"]) for row in rows]

    def environment(self) -> dict[str, str]:
        port = self.url.rpartition(":")[2]
        return {
            **_clean_environment(),
            "DATA_DIR": str(self.data_dir),
            "PORT": port,
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        }

    def manage(self, *arguments: str) -> str:
        """Run a management command on this portal's data; returns what it printed. Raises CalledProcessError."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment(), check=True, capture_output=True, text=True
        )
        return done.stdout

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of an anonymous GET."""
        try:
            with _opener.open(self.url + iri_to_uri(path), timeout=20) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def sample_data(folder: Path) -> Path:
    """A data directory with the sample content, made by the first of several workers that asks for it in `folder`."""
    data_dir = folder / "sample"
    lock = FileLock(folder / "sample.lock")
    lock.acquire("sample content", wait=START_PATIENCE)
    try:
        if not data_dir.exists():
            fresh = folder / "sample-unfinished"
            fresh.mkdir()
            with running_portal(fresh):
                pass
            fresh.rename(data_dir)
    finally:
        lock.release()
    return data_dir


@contextmanager
def running_portal(data_dir: Path) -> Iterator[Portal]:
    """Start the portal on a free port with `data_dir`, wait for it, stop it at the end."""
    port = free_port()
    log = data_dir / "run.out"
    portal = Portal(f"http://127.0.0.1:{port}", data_dir, log)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.run", "run"],
            cwd=ROOT,
            env=portal.environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(process, portal)
        yield portal
    finally:
        process.terminate()
        try:
            process.wait(timeout=STOP_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], portal: Portal) -> None:
    """Return when the run says that the portal is ready: then the content is indexed too."""
    deadline = time.monotonic() + START_PATIENCE
    while "The portal is ready" not in portal.log.read_text(encoding="utf-8", errors="replace"):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The portal does not start:\n{portal.log.read_text(errors='replace')}")
        time.sleep(0.2)


def _clean_environment() -> dict[str, str]:
    """Without what names another installation, or belongs to pytest."""
    drop = {
        "DATABASE_URL",
        "ELASTICSEARCH_URL",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "DEBUG",
        "PYTEST_CURRENT_TEST",
    }
    return {key: value for key, value in os.environ.items() if key not in drop}
