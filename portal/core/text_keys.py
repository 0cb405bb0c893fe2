"""Comparison keys: spelling variants of one term give one key."""

from __future__ import annotations

import re
import unicodedata

_IGNORED = re.compile(r"[\s\-_·・‧.,/()\[\]'\"]+")


def term_key(text: str) -> str:
    """Fold width, case, white space, hyphens and dots: "IoT 센서" and "iot-센서" have one key."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFC", text)).casefold()
    return _IGNORED.sub("", folded)
