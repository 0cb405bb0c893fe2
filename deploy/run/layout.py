"""Where things are, and the environment that every program started from here gets."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
BUILD_DIR = ROOT / "var"
DEFAULT_PORT = 8000
NAME = "cdo-forum-portal"


class ConfigurationError(Exception):
    """The environment asks for something that cannot be; the message says what to change."""


@dataclass(frozen=True)
class Layout:
    """One installation: the checkout is shared, the data directory and the port are its own."""

    data_dir: Path
    port: int
    database_url: str

    @classmethod
    def from_environment(cls) -> Layout:
        """Read DATA_DIR, PORT and DATABASE_URL; raises ConfigurationError."""
        port_text = os.environ.get("PORT", "").strip() or str(DEFAULT_PORT)
        if not port_text.isdecimal() or not 1 <= int(port_text) <= 65535:
            raise ConfigurationError(f"PORT is {port_text!r}; it must be a number from 1 to 65535.")
        data_text = os.environ.get("DATA_DIR", "").strip()
        data_dir = Path(data_text).expanduser().resolve() if data_text else BUILD_DIR
        return cls(data_dir, int(port_text), os.environ.get("DATABASE_URL", "").strip())

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sqlite_file(self) -> Path | None:
        """The database file, or None when the database is a server."""
        if not self.database_url:
            return self.data_dir / "portal.sqlite3"
        scheme, _, rest = self.database_url.partition(":///")
        if scheme != "sqlite" or not rest:
            return None
        return (ROOT / unquote(rest)).resolve()

    def environment(self, **extra: str) -> dict[str, str]:
        """Environment of a child process: the caller's, with this installation's values spelt out."""
        settings = os.environ.get("DJANGO_SETTINGS_MODULE", "").strip() or "portal.settings.dev"
        fixed = {
            "DATA_DIR": str(self.data_dir),
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
        }
        return child_environment(**fixed, **extra)


def child_environment(**extra: str) -> dict[str, str]:
    """The caller's environment without what would lead another Python astray, with the environment's programs first."""
    env = {
        key: value
        for key, value in os.environ.items()
        if key not in {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"}
    }
    env["PATH"] = os.pathsep.join([str(PYTHON.parent), env.get("PATH", os.defpath)])
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    env.update(extra)
    return env


def base_python() -> str:
    """The Python that runs this, outside of any virtual environment."""
    return getattr(sys, "_base_executable", "") or sys.executable
