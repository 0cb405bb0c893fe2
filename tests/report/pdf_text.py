"""Reads the PDF files that fpdf2 writes: pages, text in the order of the file, title, language, structure."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*)\nendstream", re.DOTALL)
_TOKEN = re.compile(
    rb"[\d.]+ (-?[\d.]+) Td|/(F\d+) [\d.]+ Tf|\(((?:[^\\()]|\\.)*)\)|(T[jJ])|(EMC)", re.DOTALL
)
_ESCAPE = re.compile(rb"\\([nrtbf()\\])")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_RANGE = re.compile(rb"<([0-9A-F]+)> <([0-9A-F]+)> <([0-9A-F]+)>", re.IGNORECASE)
_CHAR = re.compile(rb"^<([0-9A-F]+)> <([0-9A-F]+)>\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Pdf:
    pages: int
    text: str
    title: str
    language: str
    tags: list[str]
    lines: list[tuple[float, str]]  # points above the foot of the paper, text


def read_pdf(content: bytes) -> Pdf:
    """Raises AssertionError when it is no PDF."""
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    objects = {int(number): body for number, body in _OBJECT.findall(content)}
    page = next(body for body in objects.values() if re.search(rb"/Type /Page\n", body))
    fonts = _fonts(objects, objects[_reference(page, b"Resources")])
    lines = _lines(_stream(objects[_reference(page, b"Contents")]), fonts)
    return Pdf(
        lines=[(height, text) for height, text in lines if text],
        pages=sum(bool(re.search(rb"/Type /Page\n", body)) for body in objects.values()),
        text="".join(f"{text}\n" for _height, text in lines),
        title=_string(next(body for body in objects.values() if b"/Title" in body), b"Title"),
        language=_string(next(body for body in objects.values() if b"/Catalog" in body), b"Lang"),
        tags=[
            re.search(rb"/S /(\w+)", body)[1].decode() for body in objects.values() if b"/StructElem" in body
        ],
    )


def _reference(body: bytes, name: bytes) -> int:
    return int(re.search(rb"/%s (\d+) 0 R" % name, body)[1])


def _stream(body: bytes) -> bytes:
    content = _STREAM.search(body)[1]
    return zlib.decompress(content) if b"FlateDecode" in body.partition(b"stream")[0] else content


def _string(body: bytes, name: bytes) -> str:
    found = re.search(rb"/%s (?:<([0-9a-fA-F]+)>|\(([^)]*)\))" % name, body)
    return bytes.fromhex(found[1].decode()).decode("utf-16") if found[1] else found[2].decode()


def _fonts(objects: dict[int, bytes], resources: bytes) -> dict[bytes, dict[int, str]]:
    """Name of the font on the page -> sign number -> text."""
    fonts = {}
    for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", resources):
        table = _stream(objects[_reference(objects[int(number)], b"ToUnicode")])
        signs = {int(a, 16): _utf16(b) for a, b in _CHAR.findall(table)}
        for first, last, start in _RANGE.findall(table):
            for step in range(int(last, 16) - int(first, 16) + 1):
                signs[int(first, 16) + step] = (
                    chr(int(start, 16) + step) if len(start) <= 4 else _utf16(start)
                )
        fonts[name] = signs
    return fonts


def _utf16(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")


def _lines(content: bytes, fonts: dict[bytes, dict[int, str]]) -> list[tuple[float, str]]:
    """Height and text of every shown string, and an empty text behind each block."""
    lines, font, held, height = [], {}, [], 0.0
    for place, name, string, show, end in _TOKEN.findall(content):
        if place:
            height = float(place)
        elif name:
            font = fonts[name]
        elif show:
            lines.append((height, "".join(held)))
            held = []
        elif end:
            lines.append((height, ""))
        else:
            codes = _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), string)
            numbers = [int.from_bytes(codes[i : i + 2]) for i in range(0, len(codes), 2)]
            held.append("".join(font[number] for number in numbers))
    return lines
