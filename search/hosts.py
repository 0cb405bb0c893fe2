"""The identity of this data directory. It travels with the files: a restarted container stays the same."""

from __future__ import annotations

import functools
import os
import secrets
import socket
from pathlib import Path

from search.locks import data_path


def host_id() -> str:
    """The machine that first used this data directory and a random tail, such as ``web1-3fa9c1d2``."""
    return _host_id(data_path("host"))


@functools.lru_cache(maxsize=16)
def _host_id(path: Path) -> str:
    if not path.exists():
        tail = secrets.token_hex(4)
        draft = path.with_name(f"host.{tail}")
        draft.write_text(f"{socket.gethostname()[:60]}-{tail}\n", encoding="utf-8")
        try:
            # Whoever links first names the directory; the file is never seen half written.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="utf-8").strip()
