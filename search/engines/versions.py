"""The directories of an index on disk: one per build, so that a rebuild never disturbs the one that serves.

``<root>/embedded-<fingerprint>-<number>/``; the highest number without a mark serves. The marks are empty files:
BUILDING (filled aside, not yet promoted), BROKEN (cannot be read; another one takes its place) and ASIDE (served
until an operator went back to the build before). ``words.json`` holds the editors' words it is analysed with.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from search.korean.dictionary import SHIPPED, Dictionary

_NAME = re.compile(r"embedded-(?P<fingerprint>[0-9a-f]{12})-(?P<number>\d+)")
_BUILDING = "BUILDING"
_BROKEN = "BROKEN"
_ASIDE = "ASIDE"
_WORDS = "words.json"


@dataclass(frozen=True)
class IndexVersion:
    path: Path
    fingerprint: str
    number: int

    @property
    def building(self) -> bool:
        return (self.path / _BUILDING).exists()

    @property
    def broken(self) -> bool:
        return (self.path / _BROKEN).exists()

    @property
    def usable(self) -> bool:
        """Whether this build may serve."""
        return not any((self.path / mark).exists() for mark in (_BUILDING, _BROKEN, _ASIDE))

    def mark_broken(self) -> None:
        """Take this build out of service; harmless when it is gone already or the disk refuses."""
        try:
            (self.path / _BROKEN).touch()
        except OSError:
            return

    def promote(self) -> None:
        """Let this build serve from now on, in every process: a newer one that does is put aside."""
        (self.path / _BUILDING).unlink(missing_ok=True)
        for version in versions(self.path.parent):
            if version.fingerprint == self.fingerprint and version.number > self.number and version.usable:
                (version.path / _ASIDE).touch()


def versions(root: Path) -> list[IndexVersion]:
    """Every build under ``root``, oldest first."""
    if not root.is_dir():
        return []
    found = []
    for path in root.iterdir():
        match = _NAME.fullmatch(path.name)
        if match:
            found.append(IndexVersion(path, match["fingerprint"], int(match["number"])))
    return sorted(found, key=lambda version: version.number)


def serving(root: Path, fingerprint: str) -> IndexVersion | None:
    """The build that answers searches for this fingerprint, if there is one."""
    usable = _usable(root, fingerprint)
    return usable[-1] if usable else None


def earlier(root: Path, fingerprint: str) -> IndexVersion | None:
    """The build for this fingerprint that served before the one that does."""
    usable = _usable(root, fingerprint)
    return usable[-2] if len(usable) > 1 else None


def _usable(root: Path, fingerprint: str) -> list[IndexVersion]:
    return [version for version in versions(root) if version.fingerprint == fingerprint and version.usable]


def waiting(root: Path, fingerprint: str) -> IndexVersion | None:
    """The newest build for this fingerprint that was begun and not promoted."""
    begun = [v for v in versions(root) if v.fingerprint == fingerprint and v.building and not v.broken]
    return begun[-1] if begun else None


def _before(root: Path, serving: IndexVersion) -> list[Path]:
    return [v.path for v in versions(root) if v.number < serving.number and v.usable][-1:]


def create(
    root: Path, fingerprint: str, *, building: bool = False, dictionary: Dictionary = SHIPPED
) -> IndexVersion:
    """A new empty build; with ``building`` it serves nobody until it is promoted."""
    number = max((version.number for version in versions(root)), default=0) + 1
    path = root / f"embedded-{fingerprint}-{number}"
    # It gets its name with its mark and its words: nobody meets it without.
    draft = path.with_name(f"{path.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    if building:
        (draft / _BUILDING).touch()
    if dictionary.added:
        (draft / _WORDS).write_text(json.dumps(dictionary.as_json(), ensure_ascii=False), "utf-8")
    draft.rename(path)
    return IndexVersion(path, fingerprint, number)


def dictionary_of(path: Path) -> Dictionary:
    """The dictionary that the build at ``path`` is analysed with. Raises OSError and ValueError."""
    stored = path / _WORDS
    return Dictionary.from_json(json.loads(stored.read_text("utf-8"))) if stored.exists() else SHIPPED


def prune(root: Path, serving: IndexVersion | None) -> list[str]:
    """Delete every build but ``serving`` and the one that served before it; the names of those deleted.

    Readers that hold one open finish undisturbed.
    """
    kept = [] if serving is None else [serving.path, *_before(root, serving)]
    gone = [version for version in versions(root) if version.path not in kept]
    for version in gone:
        shutil.rmtree(version.path, ignore_errors=True)
    return [version.path.name for version in gone]
