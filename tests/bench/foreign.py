"""Files that nobody here wrote: how many of each format give text. Not part of `make bench`; nothing is kept.

    pip download --no-deps --no-binary :all: -d DIR pyhwp python-hwpx unhwp python-docx python-pptx openpyxl pypdf
    python -m tests.bench.foreign DIR

`DIR` holds source distributions (their test fixtures are tried) or files. With `beside` as a second word the text of
HWP and HWPX is compared with that of python-hwpx.
"""

from __future__ import annotations

import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from portal.attachments.reading.process import Reading, read_file

ENDINGS = {".pdf", ".hwp", ".hwpx", ".docx", ".docm", ".pptx", ".xlsx", ".xlsm", ".txt"}
MOST_BYTES = 20_000_000


def files_in(folder: Path, unpacked: Path) -> list[Path]:
    """Documents in a folder and in the source distributions in it (only below folders of tests)."""
    found = [path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file()]
    for archive in sorted(folder.glob("*.tar.gz")):
        with tarfile.open(archive) as tar:
            for member in tar.getmembers():
                name = Path(member.name)
                wanted = member.isfile() and member.size < MOST_BYTES and name.suffix.lower() in ENDINGS
                if wanted and (name.suffix != ".txt" or "fixtures" in name.parts):
                    tar.extract(member, unpacked, filter="data")
                    found.append(unpacked / name)
    return found


def outcome(reading: Reading) -> str:
    if not reading.problem:
        return "text, with a macro" if reading.macro else "text"
    return reading.problem


def main() -> None:
    beside = "beside" in sys.argv[2:]
    table: dict[str, Counter[str]] = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as unpacked:
        for path in sorted(files_in(Path(sys.argv[1]), Path(unpacked))):
            reading = read_file(path)
            said = outcome(reading)
            table[path.suffix.lower()][said] += 1
            chars = sum(len(part.text) for part in reading.parts)
            other = f"; python-hwpx {with_python_hwpx(path)}" if beside and "hwp" in path.suffix else ""
            if said != "text" or other:
                print(f"{path.name[:60]:60} {reading.format or '-':5} {said}, {chars:,} characters{other}")
    for ending, counts in sorted(table.items()):
        print(f"{ending}: {sum(counts.values())} files: " + ", ".join(f"{n} {k}" for k, n in counts.items()))


def with_python_hwpx(path: Path) -> str:
    from hwpx import HwpxDocument

    try:
        return f"{len(HwpxDocument.open(str(path)).text.plain()):,} characters"
    except Exception as error:
        return f"{type(error).__name__}"


if __name__ == "__main__":
    main()
