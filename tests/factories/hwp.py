"""HWP 5 files, as small as their reader takes them: records in a compound file."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

SECTOR, FREE, END = 512, 0xFFFFFFFF, 0xFFFFFFFE
#: Streams from this size on lie in sectors of their own, the only ones that are written here.
WHOLE = 4096
STORAGE, STREAM, ROOT = 1, 2, 5
PARAGRAPH, TEXT, CONTROL, LIST, TABLE = 66, 67, 71, 72, 77


def hwp(*lines: str, rows: Sequence[Sequence[str]] = (), flags: int = 1) -> bytes:
    """A document of these paragraphs and, behind them, a table. flags: 1 is compressed, 2 has a password."""
    start = b"HWP Document File".ljust(32, b"\0") + b"\1\0\0\5" + flags.to_bytes(4, "little")
    body = b"".join(_paragraph(line, 0) for line in lines)
    if rows:
        body += _table(rows)
    return _compound(start, _packed(_record(16, 0, bytes(26))), _packed(body))


def _record(tag: int, level: int, data: bytes) -> bytes:
    size = len(data)
    if size < 0xFFF:
        return struct.pack("<I", tag | level << 10 | size << 20) + data
    return struct.pack("<II", tag | level << 10 | 0xFFF << 20, size) + data


def _paragraph(text: str, level: int, control: bytes = b"") -> bytes:
    said = text.encode("utf-16-le") + control + b"\r\0"
    head = struct.pack("<IIHBBHHHI", len(said) // 2, 0, 0, 0, 0, 1, 0, 0, 0)
    return _record(PARAGRAPH, level, head) + _record(TEXT, level + 1, said)


def _table(rows: Sequence[Sequence[str]]) -> bytes:
    # A control of eight signs stands in the text of the paragraph, what it is follows below.
    place = struct.pack("<H", 11) + b" lbt" + bytes(8) + struct.pack("<H", 11)
    made = _paragraph("", 0, place) + _record(CONTROL, 1, b" lbt" + bytes(42))
    count, width = len(rows), len(rows[0])
    made += _record(
        TABLE,
        2,
        struct.pack("<IHH", 0, count, width) + bytes(10) + struct.pack("<H", width) * count + bytes(4),
    )
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            made += _record(LIST, 2, struct.pack("<HIHHHHH", 1, 0, 0, c, r, 1, 1) + bytes(20))
            made += _paragraph(cell, 2)
    return made


def _packed(data: bytes) -> bytes:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflate.compress(data) + deflate.flush()


def _compound(header: bytes, information: bytes, section: bytes) -> bytes:
    """FileHeader, DocInfo and BodyText/Section0 in a compound file."""
    streams = [
        data.ljust(max(WHOLE, -len(data) % SECTOR + len(data)), b"\0")
        for data in (header, information, section)
    ]
    fat, at = [0xFFFFFFFD, 2, END], []  # its own sector, two of the directory
    for data in streams:
        at.append(len(fat))
        count = len(data) // SECTOR
        fat += [*range(len(fat) + 1, len(fat) + count), END]
    assert len(fat) <= SECTOR // 4
    directory = b"".join(
        (
            _entry("Root Entry", ROOT, child=2, start=END),
            _entry("DocInfo", STREAM, start=at[1], size=len(streams[1])),
            _entry("BodyText", STORAGE, left=1, right=3, child=4),
            _entry("FileHeader", STREAM, start=at[0], size=len(streams[0])),
            _entry("Section0", STREAM, start=at[2], size=len(streams[2])),
        )
    ).ljust(2 * SECTOR, b"\0")
    start = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    start += struct.pack("<IIIIIIIII", 0, 1, 1, 0, WHOLE, END, 0, END, 0)
    start += struct.pack("<I", 0).ljust(109 * 4, b"\xff")
    table = b"".join(struct.pack("<I", one) for one in fat).ljust(SECTOR, b"\xff")
    return start + table + directory + b"".join(streams)


def _entry(
    name: str,
    kind: int,
    *,
    left: int = FREE,
    right: int = FREE,
    child: int = FREE,
    start: int = 0,
    size: int = 0,
) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written), kind, 1, left, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
