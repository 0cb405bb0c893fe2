"""Reading files that nobody here wrote, to see how many of each format give text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.attachments.domain.outcome import ENDINGS
from portal.attachments.reading.process import Reading, read_file

#: Endings of the formats that are taken, and of their variants with programs inside.
TRIED = frozenset().union(*ENDINGS.values()) - {"txt", "csv"} | {"docm", "pptm", "xlsm"}


@dataclass(frozen=True)
class Tried:
    """A file and what became of it. kind: the format by content, by its ending where the content says none."""

    path: Path
    reading: Reading

    @property
    def kind(self) -> str:
        return self.reading.format or self.path.suffix.lower().lstrip(".")

    @property
    def result(self) -> str:
        """ "text", or the problem: a key of `portal.core.enums.ReadingProblem`."""
        return self.reading.problem or "text"


def files_below(folders: Iterable[Path]) -> list[Path]:
    """Files that look like documents, in the order of their paths."""
    found = (path for folder in folders for path in (folder.rglob("*") if folder.is_dir() else [folder]))
    return sorted(path for path in found if path.is_file() and path.suffix.lower().lstrip(".") in TRIED)


def tried(paths: Iterable[Path]) -> Iterator[Tried]:
    """Every file read as the portal reads it: in a process of its own, under its limits."""
    for path in paths:
        yield Tried(path, read_file(path))


def table(results: Iterable[Tried]) -> dict[str, Counter[str]]:
    """By format how many files ended in which way, such as {"hwp": {"text": 15, "encrypted": 1}}."""
    counted: dict[str, Counter[str]] = {}
    for one in results:
        counted.setdefault(one.kind, Counter())[one.result] += 1
    return dict(sorted(counted.items()))
