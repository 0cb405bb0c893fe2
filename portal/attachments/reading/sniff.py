"""What a file is by its content, and what makes it unfit to be read. The name of a file proves nothing."""

from __future__ import annotations

import codecs
import zipfile
from dataclasses import dataclass
from pathlib import Path

from portal.attachments.reading.parts import Unreadable

#: A file may unpack to so many bytes at most, and to so many times its size once it is larger than SMALL.
MOST_UNPACKED = 300 * 1024 * 1024
MOST_TIMES = 100
SMALL = 20 * 1024 * 1024
MOST_ENTRIES = 10_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HWP5 = b"HWP Document File".ljust(32, b"\x00")
HWP3 = b"HWP Document File V3.00"
_HWP_PASSWORD, _HWP_DISTRIBUTED, _HWP_RESTRICTED = 1 << 1, 1 << 2, 1 << 4
_OFFICE = {"word/document.xml": "docx", "ppt/presentation.xml": "pptx", "xl/workbook.xml": "xlsx"}
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Kind:
    """format: "pdf", "hwpx", "hwp", "docx", "pptx", "xlsx" or "txt"; macro: it carries programs."""

    format: str
    macro: bool = False


def sniff(path: Path) -> Kind:
    """Raises Unreadable for what is encrypted, damaged, swollen, or none of the formats."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise Unreadable("damaged", "no bytes")
    if b"%PDF-" in start[:1024]:
        return Kind("pdf")
    if start.startswith(b"PK"):
        return _packed(path)
    if start.startswith(HWP3):
        return Kind("hwp")
    if start.startswith(OLE):
        return _compound(path.read_bytes())
    if _is_text(start):
        return Kind("txt")
    raise Unreadable("unknown")


def _packed(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _refuse_swollen(entries, path.stat().st_size)
            names = {entry.filename for entry in entries}
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                raise Unreadable("encrypted")
            if "Contents/header.xml" in names or _mimetype(archive, names).startswith("application/hwp"):
                if _says_encrypted(archive, names):
                    raise Unreadable("encrypted")
                return Kind("hwpx")
            macro = any(name.lower().endswith("vbaproject.bin") for name in names)
            for name, found in _OFFICE.items():
                if name in names:
                    return Kind(found, macro)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        raise Unreadable("damaged", str(error)) from error
    raise Unreadable("unknown", "an archive")


def _refuse_swollen(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    swollen = unpacked > SMALL and unpacked > MOST_TIMES * max(size, 1)
    if swollen or unpacked > MOST_UNPACKED or len(entries) > MOST_ENTRIES:
        raise Unreadable("bomb", f"{unpacked:,} bytes in {len(entries):,} entries")


def _mimetype(archive: zipfile.ZipFile, names: set[str]) -> str:
    return archive.read("mimetype")[:100].decode("latin-1") if "mimetype" in names else ""


def _says_encrypted(archive: zipfile.ZipFile, names: set[str]) -> bool:
    manifest = "META-INF/manifest.xml"
    return manifest in names and b"encryption-data" in archive.read(manifest)


def _compound(data: bytes) -> Kind:
    place = data.find(HWP5)
    if place >= 0:
        flags = int.from_bytes(data[place + 36 : place + 40], "little")
        if flags & (_HWP_PASSWORD | _HWP_RESTRICTED):
            raise Unreadable("encrypted")
        if flags & _HWP_DISTRIBUTED:
            # What can be read says only that it cannot be read.
            raise Unreadable("distributed")
        return Kind("hwp")
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable("encrypted")
    raise Unreadable("unknown", "a compound file")


def _is_text(start: bytes) -> bool:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    odd = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in start)
    return odd == 0
