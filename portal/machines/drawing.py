"""Draws the picture of a caption. Korean breaks between words; a long title gets smaller until it fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from unicodedata import normalize

from PIL import Image, ImageDraw, ImageFont

from portal.core.typefaces import known_signs, printable, typeface
from portal.machines.captions import Caption

SIZE = (1200, 630)
# Raise it when the drawing changes: the addresses of all pictures change with it.
DESIGN = 1

_MARGIN = 84
_WIDTH = SIZE[0] - 2 * _MARGIN
_INK, _SOFT, _BRAND, _BRAND_INK, _PAGE = "#1e2124", "#58616a", "#256ef4", "#0b50d0", "#ffffff"
# Sizes that a title is tried in, each with the most lines that fit beside the rest.
_TITLE_SIZES = ((74, 3), (62, 3), (54, 4), (46, 4), (40, 5))
_NOTE_SIZE = 32
# More signs than the smallest size has room for.
_LONGEST = 400
_TITLE_TOP, _TITLE_BOTTOM = 168, 470


@dataclass(frozen=True)
class Lines:
    """A text broken into lines for one size of the typeface."""

    size: int
    lines: tuple[str, ...]

    @property
    def step(self) -> int:
        return round(self.size * 1.3)


class Face:
    """The typeface in one size; what it lacks (Hanja, rare syllables) is drawn in the spare face."""

    def __init__(self, weight: str, size: int) -> None:
        self.font = _load(str(typeface(weight)), size)
        self._known = known_signs(weight)
        self._size = size

    def length(self, text: str) -> float:
        return sum(font.getlength(piece) for font, piece in self._runs(text))

    def write(self, pen: ImageDraw.ImageDraw, place: tuple[float, float], text: str, ink: str) -> None:
        """Write a line; `place` is the left end of its baseline."""
        left, base = place
        for font, piece in self._runs(text):
            pen.text((left, base), piece, font=font, fill=ink, anchor="ls")
            left += font.getlength(piece)

    def _runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        for known, piece in groupby(text, lambda char: ord(char) in self._known):
            yield self.font if known else _load(str(typeface("spare")), self._size), "".join(piece)


def draw(caption: Caption, name: str) -> bytes:
    """The picture as PNG, 1200 × 630; `name` is that of the portal. Raises TypefaceMissing."""
    picture = Image.new("RGB", SIZE, _PAGE)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, SIZE[0], 18), fill=_BRAND)
    if caption.kind:
        _badge(pen, caption.kind)
    title = fitted(drawable(caption.title))
    room = _TITLE_BOTTOM - _TITLE_TOP
    base = _TITLE_TOP + max(0, (room - title.step * len(title.lines)) // 2) + title.size
    for number, line in enumerate(title.lines):
        Face("bold", title.size).write(pen, (_MARGIN, base + number * title.step), line, _INK)
    for line in wrapped(drawable(caption.note), _NOTE_SIZE, 1).lines:
        Face("regular", _NOTE_SIZE).write(pen, (_MARGIN, 518), line, _SOFT)
    if name != caption.title:
        pen.line((_MARGIN, 546, SIZE[0] - _MARGIN, 546), fill="#cdd1d5", width=2)
        Face("bold", 28).write(pen, (_MARGIN, 594), name, _BRAND_INK)
    return _png(picture)


def drawable(text: str) -> str:
    """The text without what neither face has a sign for (emoji)."""
    known = known_signs("bold") | known_signs("spare")
    return "".join(char if ord(char) in known else printable(char) for char in normalize("NFC", text))


def fitted(title: str) -> Lines:
    """The title in the largest size in which it fits; cut with an ellipsis in the smallest."""
    for size, most in _TITLE_SIZES[:-1]:
        found = wrapped(title, size, 99)
        if len(found.lines) <= most and not _is_split(title, found):
            return found
    return wrapped(title, *_TITLE_SIZES[-1])


def wrapped(text: str, size: int, most: int) -> Lines:
    """Lines no wider than the picture's text, broken at blanks; a word wider than that is cut where it must be.

    Text beyond `most` lines ends in an ellipsis.
    """
    face = Face("bold" if size != _NOTE_SIZE else "regular", size)
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and face.length(joined) <= _WIDTH:
            lines[-1] = joined
            continue
        lines.extend(_pieces(word, face))
        if len(lines) > most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], face)]
    return Lines(size, tuple(lines))


def _pieces(word: str, face: Face) -> list[str]:
    """The word whole, or in pieces that fit. A word of a thousand signs is measured as far as it can be shown."""
    if face.length(word[:_LONGEST]) <= _WIDTH and len(word) <= _LONGEST:
        return [word]
    pieces = [""]
    for char in word[:_LONGEST]:
        if pieces[-1] and face.length(pieces[-1] + char) > _WIDTH:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _is_split(title: str, found: Lines) -> bool:
    """Whether a word had to be cut: a smaller size may spare it."""
    return " ".join(found.lines) != " ".join(title.split())


def _cut(line: str, face: Face) -> str:
    while line and face.length(line + "…") > _WIDTH:
        line = line[:-1]
    return line.rstrip() + "…"


def _badge(pen: ImageDraw.ImageDraw, text: str) -> None:
    face = Face("bold", 30)
    pen.rounded_rectangle((_MARGIN, 84, _MARGIN + face.length(text) + 48, 142), radius=29, fill="#ecf2fe")
    face.write(pen, (_MARGIN + 24, 124), text, _BRAND_INK)


def _png(picture: Image.Image) -> bytes:
    file = BytesIO()
    # Few colours: text on a plain ground. A third of the bytes.
    picture.quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


@lru_cache(maxsize=32)
def _load(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)
