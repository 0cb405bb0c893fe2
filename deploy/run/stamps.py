"""Which steps are done, for which inputs.

A stamp is written after its step succeeded, by an atomic rename, and names a digest of the step's inputs. A
step that was begun and not finished leaves a mark, so that the next run knows that it finds half of something.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path


def digest(parts: Iterable[str | Path], root: Path) -> str:
    """Digest of texts and of files (a folder stands for every file in it), by their place below `root`."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            total.update(b"text\0" + part.encode() + b"\0")
            continue
        for path in _files(part):
            total.update(b"file\0" + path.relative_to(root).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for child in sorted(path.iterdir()):
            if child.name not in {"__pycache__", "node_modules"}:
                yield from _files(child)
    elif path.is_file():
        yield path


class Stamps:
    """The stamps in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def holds(self, name: str, key: str) -> bool:
        """True when the step finished with exactly these inputs and was not begun again since."""
        if self.interrupted(name):
            return False
        try:
            return (self.folder / name).read_text() == key
        except OSError:
            return False

    def interrupted(self, name: str) -> bool:
        return (self.folder / f"{name}.begun").exists()

    def begin(self, name: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{name}.begun").touch()

    def finish(self, name: str, key: str) -> None:
        fresh = self.folder / f"{name}.new"
        fresh.write_text(key)
        fresh.replace(self.folder / name)
        (self.folder / f"{name}.begun").unlink(missing_ok=True)

    def drop(self, name: str) -> None:
        """The result of `name` has gone: the next run does it again."""
        (self.folder / name).unlink(missing_ok=True)
