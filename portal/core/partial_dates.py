"""Dates known to the day, the month or the year."""

from __future__ import annotations

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.core.enums import DatePrecision
from portal.core.particles import quoted

_SHAPE = re.compile(r"^(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?$")


def parse_partial_date(text: str) -> tuple[datetime.date, DatePrecision]:
    """Read "2024", "2024-10" or "2024-10-01" as the first day of that span and its precision.

    Raises ValidationError with a message in the reader's language for anything else.
    """
    match = _SHAPE.match(text.strip())
    if not match:
        raise ValidationError(
            _("날짜 %(text)s 읽을 수 없습니다. 2024, 2024-10, 2024-10-01처럼 써 주세요.")
            % {"text": quoted(text[:40], "을/를")}
        )
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date = datetime.date(year or 0, month or 1, day or 1)
    except ValueError as error:
        raise ValidationError(
            _("%(text)s 달력에 없는 날짜입니다.") % {"text": quoted(text[:40], "은/는")}
        ) from error
    precision = DatePrecision.DAY if day else DatePrecision.MONTH if month else DatePrecision.YEAR
    return date, precision


def validate_partial_date(text: str) -> None:
    """Field validator for text that holds a partial date."""
    parse_partial_date(text)


def latest_partial_date(texts: list[str]) -> tuple[datetime.date | None, str]:
    """The latest of several partial dates, or (None, "") when none is readable."""
    best: tuple[datetime.date | None, str] = (None, "")
    for text in texts:
        try:
            date, precision = parse_partial_date(text)
        except ValidationError:
            continue
        if best[0] is None or date > best[0]:
            best = (date, precision.value)
    return best
