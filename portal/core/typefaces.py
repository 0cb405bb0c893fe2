"""The portal's typeface as TrueType, for what the server draws or prints itself (pictures, PDF).

The build brings it as WOFF; fpdf2 and Pillow want TrueType. WOFF2 would need a Brotli library.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

FAMILY = "Pretendard GOV"
SOURCES = {
    "regular": "vendor/krds/fonts/PretendardGOV-Regular.subset.woff",
    "bold": "vendor/krds/fonts/PretendardGOV-Bold.subset.woff",
    "spare": "vendor/krds/fonts/NanumGothic.woff",
}
# Signs the typeface lacks and Unicode knows no plainer form of.
_STAND_INS = {"ㆍ": "·", "‧": "·", "∙": "·", "・": "·", "\u00a0": " ", "‑": "-", "″": '"', "′": "'"}


class TypefaceMissing(Exception):
    """The vendored fonts are not there: `python deploy/assets/vendor.py` brings them."""


def typeface(weight: str) -> Path:
    """Path of the TrueType file for "regular" or "bold", made under DATA_DIR when it is not there yet.

    "spare" is another face, which has every Hangul syllable, 4,620 Hanja and the signs of offices (㎡, ①, ▲).
    Any number of processes may ask at once: each writes a file of its own and moves it into place whole.
    Raises KeyError for another weight and TypefaceMissing without the vendored fonts.
    """
    source = _source(SOURCES[weight])
    content = source.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:16]
    target = Path(settings.DATA_DIR) / "typefaces" / f"{source.name.partition('.')[0]}-{digest}.ttf"
    if not target.is_file():
        _convert(content, target)
    return target


def printable(text: str, weight: str = "regular") -> str:
    """The text in signs that the typeface has: ㎡ becomes m2, what has no plainer form and no sign is left out."""
    known = known_signs(weight)
    return "".join(_sign(char, known) for char in unicodedata.normalize("NFC", text))


def known_signs(weight: str) -> frozenset[int]:
    """The code points that a face has signs for."""
    return _signs(str(typeface(weight)))


def _sign(char: str, known: frozenset[int]) -> str:
    if ord(char) in known or char == "\n":
        return char
    plainer = _STAND_INS.get(char) or unicodedata.normalize("NFKC", char)
    return plainer if all(ord(part) in known for part in plainer) else ""


@lru_cache(maxsize=4)
def _signs(path: str) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _source(name: str) -> Path:
    found = finders.find(name) or Path(settings.STATIC_ROOT) / name
    if not Path(found).is_file():
        raise TypefaceMissing(name)
    return Path(found)


def _convert(woff: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with TTFont(BytesIO(woff), recalcTimestamp=False) as font:
        font.flavor = None
        # The signature is of the WOFF file and would not fit any more.
        if "DSIG" in font:
            del font["DSIG"]
        descriptor, fresh = tempfile.mkstemp(dir=target.parent, suffix=".part")
        try:
            with os.fdopen(descriptor, "wb") as file:
                font.save(file)
            os.replace(fresh, target)
        except BaseException:
            Path(fresh).unlink(missing_ok=True)
            raise
