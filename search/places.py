"""Places inside a document: where a locator leads, what readers call it, and to which facet value it belongs.

See `search.records.PassageRecord` for the locators.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

BODY, CAPTIONS, SLIDES, ATTACHMENT = "body", "captions", "slides", "attachment"
PLACES = (BODY, CAPTIONS, SLIDES, ATTACHMENT)

_PLACE_OF = {"t": CAPTIONS, "slide": SLIDES, "page": ATTACHMENT, "part": ATTACHMENT, "row": ATTACHMENT}
_NUMBER = re.compile(r"[0-9]{1,9}")
#: Parts of a fragment, in the order in which they are written.
_ANCHORS = {"page": "p", "slide": "p", "part": "s", "table": "t", "row": "r"}


def parts_of(locator: str) -> Mapping[str, str]:
    """``table=2&row=7`` -> {"table": "2", "row": "7"}."""
    return dict(parse_qsl(locator))


def numbers_of(locator: str) -> dict[str, int]:
    """The parts that are numbers."""
    return {name: int(value) for name, value in parts_of(locator).items() if _NUMBER.fullmatch(value)}


def place_of(locator: str) -> str:
    """Which of PLACES a locator belongs to."""
    return next((_PLACE_OF[name] for name in parts_of(locator) if name in _PLACE_OF), BODY)


def anchor_of(locator: str) -> str:
    """The id of a place of a file on its page: ``page=3`` -> ``p3``, ``table=2&row=7`` -> ``t2r7``; else ""."""
    numbers = numbers_of(locator)
    return "".join(f"{sign}{numbers[name]}" for name, sign in _ANCHORS.items() if name in numbers)


def located_url(url: str, locator: str) -> str:
    """``section=outcomes`` -> ``url#outcomes``; ``t=754`` -> ``url?t=754#t754``; ``page=3`` -> ``url?page=3#p3``."""
    if not locator:
        return url
    name, _equals, value = locator.partition("=")
    if name == "section":
        return f"{url}#{value}"
    # The player reads the parameter; the anchor leads there without scripts.
    anchor = f"t{value}" if name == "t" and _NUMBER.fullmatch(value) else anchor_of(locator)
    return f"{url}?{locator}#{anchor}" if anchor else f"{url}?{locator}"


def clock(seconds: int) -> str:
    """``754`` -> "12:34", from an hour on "1:02:03"."""
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def name_of(locator: str) -> str:
    """What readers call the place: "강연 12:34", "첨부 3쪽", "표 7행"; "" for a section, whose heading is its name."""
    numbers = numbers_of(locator)
    if "t" in numbers:
        return _("강연 %(time)s") % {"time": clock(numbers["t"])}
    if "slide" in numbers:
        return _("슬라이드 %(number)s쪽") % {"number": numbers["slide"]}
    if "page" in numbers:
        return _("첨부 %(number)s쪽") % {"number": numbers["page"]}
    if "row" in numbers and numbers.get("table", 1) > 1:
        return _("표 %(table)s의 %(row)s행") % numbers
    if "row" in numbers:
        return _("표 %(row)s행") % numbers
    if "part" in numbers:
        return _("첨부 %(number)s째 대목") % {"number": numbers["part"]}
    return ""
