"""Moments of a recording: milliseconds, and how people and caption files write them."""

from __future__ import annotations

import re

from search import places

TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
LONGEST_MS = 24 * 3600 * 1000


def milliseconds(hours: str | None, minutes: str, seconds: str, fraction: str) -> int | None:
    """From the parts of TIME; None beyond 59 minutes, 59 seconds or 24 hours."""
    if int(minutes) > 59 or int(seconds) > 59:
        return None
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    found = whole * 1000 + int(fraction.ljust(3, "0"))
    return found if found <= LONGEST_MS else None


def clock(moment: int) -> str:
    """How readers see a moment: 0:09, 12:34, 1:02:03."""
    return places.clock(moment // 1000)


def timestamp(moment: int) -> str:
    """00:12:34.500, as WebVTT and editors write it."""
    seconds, fraction = divmod(moment, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{fraction:03}"


def parse_timestamp(text: str) -> int | None:
    """Milliseconds of "12:34", "12:34.5" or "1:02:03.250"; None for anything else."""
    match = re.fullmatch(TIME, text.strip() if "." in text or "," in text else f"{text.strip()}.0")
    return milliseconds(*match.groups()) if match else None
