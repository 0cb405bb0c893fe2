"""Dates, amounts and particles as readers of each language expect them."""

from __future__ import annotations

import datetime
import re
from typing import Any, NamedTuple

from django import template
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal.core.enums import DatePrecision
from portal.core.partial_dates import parse_partial_date
from portal.core.particles import with_particle

register = template.Library()

WEEKDAYS_KO = "월화수목금토일"
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Four digits that read as a year stay whole: "1,097(2017)" is an amount and its year.
_NUMBER = re.compile(r"(?<![\d.,])(?!(?:19|20)\d\d(?!\d))\d{4,}(?![\d,])")


class PartialDate(NamedTuple):
    """A date and how much of it is known."""

    date: datetime.date
    precision: str


def read_date(value: object, precision: str = "") -> PartialDate | None:
    """A date, datetime (in local time) or "2024[-10[-01]]" as a PartialDate; None for anything else."""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, datetime.date):
        return PartialDate(value, precision or DatePrecision.DAY)
    if not isinstance(value, str):
        return None
    try:
        return PartialDate(*parse_partial_date(value))
    except ValidationError:
        return None


@register.filter
def local_date(value: object, precision: str = "") -> str:
    """2026. 11. 23.(월), in English 23 Nov 2026; less where less is known. Other text stays as it is."""
    if get_language() != "en":
        return korean_date(value, precision)
    partial = read_date(value, precision)
    if partial is None:
        return "" if value is None else str(value)
    date, known = partial
    month = f"{MONTHS_EN[date.month - 1]} {date.year}"
    parts = {DatePrecision.YEAR: f"{date.year}", DatePrecision.MONTH: month}
    return parts.get(DatePrecision(known), f"{date.day} {month}")


def korean_date(value: object, precision: str = "") -> str:
    """local_date in Korean whatever language is active, for text that is kept (the search index)."""
    partial = read_date(value, precision)
    if partial is None:
        return "" if value is None else str(value)
    date, known = partial
    if known == DatePrecision.YEAR:
        return f"{date.year}년"
    if known == DatePrecision.MONTH:
        return f"{date.year}. {date.month}."
    return f"{date.year}. {date.month}. {date.day}.({WEEKDAYS_KO[date.weekday()]})"


@register.simple_tag
def time_tag(value: object, precision: str = "") -> SafeString | str:
    """The date as a <time> element; plain text where it is not a date."""
    partial = read_date(value, precision)
    if partial is None:
        return local_date(value)
    length = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}.get(DatePrecision(partial.precision), 10)
    text = local_date(partial.date, partial.precision)
    return format_html('<time datetime="{}">{}</time>', partial.date.isoformat()[:length], text)


@register.filter
def number(value: object) -> str:
    """Thousands separators: 136624 -> 136,624. In text a bare run of four digits or more gets them, a year does not."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return f"{value:,}"
    if str(value).isdecimal():
        return f"{int(str(value)):,}"
    return _NUMBER.sub(lambda match: f"{int(match.group()):,}", str(value))


@register.filter
def with_unit(value: object, unit: object) -> str:
    """A number and its unit as they are written: 45개소 and 18.5%, but 29.57 km²."""
    return f"{number(value)}{unit_gap(unit)}{unit or ''}"


@register.filter
def unit_gap(unit: object) -> str:
    """What stands between a number and this unit: a blank before letters of other scripts than Hangul."""
    first = str(unit or "")[:1]
    return " " if first.isascii() and first.isalpha() else ""


@register.filter
def krw(value: int | None) -> str:
    """An amount in won: 1234000000 -> 12억 3,400만원, in English KRW 1.23 billion. Empty for None."""
    if value is None:
        return ""
    amount = int(value)
    if get_language() == "en":
        for size, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
            if amount >= size:
                return f"KRW {amount / size:.2f}".rstrip("0").rstrip(".") + f" {word}"
        return f"KRW {amount:,}"
    parts = []
    for size, word in ((10**12, "조"), (10**8, "억"), (10**4, "만")):
        count, amount = divmod(amount, size)
        if count:
            parts.append(f"{count:,}{word}")
    if amount or not parts:
        parts.append(f"{amount:,}")
    return " ".join(parts) + "원"


@register.filter
def josa(word: object, pair: str) -> str:
    """The word with the particle that fits its last sound: "노원구"|josa:"을/를" -> 노원구를.

    `pair` is "form after a final consonant/form after a vowel"; "으로/로" knows that ㄹ takes 로.
    On English screens the word stays bare.
    """
    return with_particle(word, pair)


@register.simple_tag
def list_count(page: Page[Any], unit: str = "") -> SafeString:
    """What part of a list a page of it shows: 152건 중 1–20, in English 1–20 of 152; on one page the number alone.

    `unit` is the Korean counter (건, 명, 곳, 개); English does without.
    """
    total, counter = page.paginator.count, unit or "건"
    first, last = number(page.start_index()), number(page.end_index())
    english = get_language() == "en"
    if page.paginator.num_pages > 1:
        form = "{2}–{3} of <strong>{0}</strong>" if english else "<strong>{0}</strong>{1} 중 {2}–{3}"
    else:
        form = "<strong>{0}</strong> in all" if english else "모두 <strong>{0}</strong>{1}"
    return format_html(form, number(total), counter, first, last)


@register.filter
def is_ahead(date: datetime.date | None) -> bool:
    """Whether the day is today or later, in the portal's time zone."""
    return date is not None and date >= timezone.localdate()
