"""Plain text: UTF-8, UTF-16 with its mark, and the code page of older Korean programs."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from portal.attachments.reading.parts import Part, Unreadable, Writer

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """The text of these bytes. Raises Unreadable when no encoding fits."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    for name in (marked,) if marked else ("utf-8", "cp949"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise Unreadable("damaged", "no encoding fits")
    return data.decode(best.encoding, "replace")


def read(path: Path) -> Iterator[Part]:
    writer = Writer()
    for line in decode(path.read_bytes()).splitlines():
        yield from writer.line(line)
    yield from writer.flush()
