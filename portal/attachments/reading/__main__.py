"""The process that reads one file: `python -m portal.attachments.reading PATH`. JSON lines go to its output.

First what the file is, then its parts, at last how it ended. A process that ends without a last line has failed.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from portal.attachments.reading.parts import Part, Unreadable
from portal.attachments.reading.sniff import Kind, sniff

#: What is kept of one file at most; what comes after is left out and said so.
MOST_CHARS = 1_000_000
MOST_PARTS = 5_000


def limit(memory_mb: int, seconds: int) -> None:
    """Take away from this process what reading does not need: memory, time, files to write, other processes."""
    memory = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


def reader_of(kind: Kind) -> Callable[[Path], Iterator[Part]]:
    """Only the library of the format is loaded."""
    if kind.format == "pdf":
        from portal.attachments.reading import pdf

        return pdf.read
    if kind.format in ("hwp", "hwpx"):
        from portal.attachments.reading import hangul

        return hangul.read
    if kind.format == "txt":
        from portal.attachments.reading import text

        return text.read
    from portal.attachments.reading import office

    return {"docx": office.read_docx, "pptx": office.read_pptx, "xlsx": office.read_xlsx}[kind.format]


def read(path: Path, write: Callable[[dict[str, Any]], None]) -> None:
    """Write what the file holds; raises Unreadable or whatever the library raises."""
    kind = sniff(path)
    macro = kind.macro
    if kind.format == "pdf":
        from portal.attachments.reading import pdf

        macro = pdf.has_programs(path)
    write({"format": kind.format, "macro": macro})
    chars = parts = 0
    for part in reader_of(kind)(path):
        room = MOST_CHARS - chars
        if room <= 0 or parts >= MOST_PARTS:
            write({"cut": True})
            return
        chars, parts = chars + len(part.text), parts + 1
        write(
            {
                "locator": part.locator,
                "heading": part.heading,
                "text": part.text[:room],
                "cells": part.cells,
            }
        )
        if len(part.text) > room:
            write({"cut": True})
            return


def main() -> None:
    path, memory_mb, seconds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    limit(memory_mb, seconds)

    def write(line: dict[str, Any]) -> None:
        sys.stdout.write(json.dumps(line) + "\n")

    try:
        read(path, write)
        write({"end": ""})
    except Unreadable as error:
        write({"end": error.problem})
    except MemoryError:
        write({"end": "memory"})
    except RecursionError:
        write({"end": "damaged"})
    except Exception as error:
        # Libraries raise whatever their parsers meet in a broken file.
        sys.stderr.write(f"{type(error).__name__}: {error}"[:2000])
        write({"end": "damaged"})


if __name__ == "__main__":
    main()
