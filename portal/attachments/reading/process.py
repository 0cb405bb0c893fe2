"""Asking another process to read a file, and believing nothing that it says beyond its limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.attachments.reading.parts import Part, clean

ROOT = Path(__file__).resolve().parents[3]
MOST_OUTPUT = 24 * 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """seconds: until the process is ended; memory_mb: address space that it may use."""

    seconds: int = 60
    memory_mb: int = 1024


@dataclass
class Reading:
    """What became of a file.

    format: "" when it was not recognised; problem: "" or a key of `portal.core.enums.ReadingProblem`; macro: it
    carries programs; cut: it holds more than is kept; parts: also of a file that broke off.
    """

    format: str = ""
    macro: bool = False
    cut: bool = False
    problem: str = ""
    parts: list[Part] = field(default_factory=list)


def read_file(path: Path, limits: Limits | None = None) -> Reading:
    """Read the file at ``path``. Never raises for what the file holds."""
    limits = limits or Limits()
    command = [sys.executable, "-B", "-m", "portal.attachments.reading", str(path)]
    command += [str(limits.memory_mb), str(limits.seconds)]
    # Nothing of our own environment: no passwords, no addresses of the database.
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    late = threading.Event()

    def end_late() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(limits.seconds, end_late)
    clock.start()
    try:
        output, much = _output(process)
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    reading = understand(output)
    if much:
        reading.problem = "output"
    elif late.is_set() and reading.problem == "crash":
        reading.problem = "time"
    return reading


def _output(process: subprocess.Popen[bytes]) -> tuple[bytes, bool]:
    """What the process says, and whether it says more than it may."""
    if process.stdout is None:
        return b"", False
    output = process.stdout.read(MOST_OUTPUT + 1)
    return output[:MOST_OUTPUT], len(output) > MOST_OUTPUT


def understand(output: bytes) -> Reading:
    """The reading that these lines tell; without a last line the process has crashed."""
    reading = Reading(problem="crash")
    for line in output.split(b"\n"):
        try:
            said: dict[str, Any] = json.loads(line)
        except ValueError:
            continue
        if "locator" in said:
            cells = tuple(clean(str(cell)) for cell in said.get("cells", ()))
            text, heading = clean(str(said["text"])), clean(str(said.get("heading", "")))
            reading.parts.append(Part(str(said["locator"])[:200], heading, text, cells))
        elif "format" in said:
            reading.format, reading.macro = str(said["format"]), bool(said.get("macro"))
        elif "cut" in said:
            reading.cut = True
        elif "end" in said:
            reading.problem = str(said["end"])
    if not reading.problem and not any(part.text for part in reading.parts):
        # Nothing came out and nothing went wrong: that is no success.
        reading.problem = "no_text"
    return reading
