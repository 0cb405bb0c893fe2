"""Compile translation catalogues with Babel: `python -m deploy.run.messages FILE.po ...` (no gettext needed)."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po


def compile_catalogue(source: Path) -> Path:
    """Write the .mo file beside `source`; raises PoFileError with the line of a broken entry."""
    with source.open("rb") as lines:
        catalogue = read_po(lines, abort_invalid=True)
    target = source.with_suffix(".mo")
    fresh = target.with_suffix(".mo.new")
    with fresh.open("wb") as output:
        write_mo(output, catalogue)
    fresh.replace(target)
    return target


def main(arguments: list[str]) -> int:
    for name in arguments:
        try:
            compile_catalogue(Path(name))
        except PoFileError as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
