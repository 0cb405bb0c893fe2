"""Finding what may be personal data in a text: resident numbers, telephones, bank accounts and cards. Pure.

A find is a question to an editor, not a verdict: the telephone of an office looks like anybody else's.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

RESIDENT, PHONE, ACCOUNT, CARD = "resident", "phone", "account", "card"
#: Beside a find, so that it is recognised in its place.
AROUND = 30

_JOINT = r"\s?[.\-\u2010-\u2015\u2212~_]?\s?"
_RESIDENT = re.compile(rf"(?<![\d.])(\d{{6}}){_JOINT}([1-8]\d{{6}})(?!\d)")
_MOBILE = rf"01[016789]{_JOINT}\d{{3,4}}{_JOINT}\d{{4}}"
_FIXED = rf"\(?0(?:2|[3-6][1-5]|70|50[2-8])\)?{_JOINT}\d{{3,4}}{_JOINT}\d{{4}}"
_ABROAD = rf"\+82{_JOINT}\(?0?\)?{_JOINT}(?:10|2|[3-6][1-5]){_JOINT}\d{{3,4}}{_JOINT}\d{{4}}"
_PHONE = re.compile(rf"(?<![\d.,\-])(?:{_ABROAD}|{_MOBILE}|{_FIXED})(?![\d\-]|[.,]\d)")
_CARD = re.compile(rf"(?<![\d.,\-])(?:\d{_JOINT}){{13,18}}\d(?![\d\-]|[.,]\d)")
_ACCOUNT = re.compile(r"(?<![\d.,\-])(?:\d{2,6}-\d{2,6}-\d{2,8}(?:-\d{1,4})?|\d{10,14})(?![\d\-]|[.,]\d)")
_BANK = re.compile(
    r"계좌|은행|뱅크|농협|수협|신협|축협|우체국|새마을금고|저축|입금|송금|예금주|account|bank", re.IGNORECASE
)
#: A number is an account when the word stands no farther before it, or right behind it.
_BANK_BEFORE, _BANK_AFTER = 40, 20
_SEPARATORS = re.compile(r"\D")
#: Since then the last digits of resident numbers are drawn by lot and have no check digit.
_DRAWN_SINCE = datetime.date(2020, 10, 1)
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


@dataclass(frozen=True)
class Find:
    """kind: "resident", "phone", "account" or "card"; start and end: its place in the text; text: as written."""

    kind: str
    start: int
    end: int
    text: str


def find(text: str) -> list[Find]:
    """All finds in order, none inside another: what is a resident number or a card is not an account as well."""
    # Full-width digits and signs are one character each, so places stay as they are.
    plain = text.translate(_NARROW)
    found: list[Find] = []
    for kind, spans in (
        (RESIDENT, _residents(plain)),
        (CARD, _cards(plain)),
        (PHONE, _phones(plain)),
        (ACCOUNT, _accounts(plain)),
    ):
        for start, end in spans:
            if all(end <= other.start or start >= other.end for other in found):
                found.append(Find(kind, start, end, text[start:end]))
    return sorted(found, key=lambda item: item.start)


def mask(text: str) -> str:
    """The written number without its middle, enough to find it again: "900101-1******"."""
    digits = [place for place, char in enumerate(text) if char.isdigit()]
    hidden = set(digits[3:-2])
    return "".join("*" if place in hidden else char for place, char in enumerate(text))


def surroundings(text: str, item: Find) -> tuple[str, str]:
    """What stands before and after a find, on one line."""
    before = text[max(0, item.start - AROUND) : item.start]
    after = text[item.end : item.end + AROUND]
    return " ".join(before.split()), " ".join(after.split())


_NARROW = {
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    0xFF0D: "-",
    0xFF0E: ".",
    0x3000: " ",
    0xFF08: "(",
    0xFF09: ")",
    0xFF0B: "+",
}


def _digits(text: str) -> str:
    return _SEPARATORS.sub("", text)


def _residents(text: str) -> Iterator[tuple[int, int]]:
    for match in _RESIDENT.finditer(text):
        if is_resident_number(match[1] + match[2]):
            yield match.span()


def is_resident_number(digits: str) -> bool:
    """Whether 13 digits can be the number of a resident or a registered foreigner."""
    if len(digits) != 13 or not digits.isdigit():
        return False
    century = {"1": 1900, "2": 1900, "5": 1900, "6": 1900}.get(digits[6], 2000)
    if digits[6] in "90":
        return False
    try:
        born = datetime.date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    if born >= _DRAWN_SINCE:
        return True
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    check = (11 - total % 11) % 10
    foreigner = digits[6] in "5678"
    return int(digits[12]) in ((check, (check + 2) % 10) if foreigner else (check,))


def _cards(text: str) -> Iterator[tuple[int, int]]:
    for match in _CARD.finditer(text):
        digits = _digits(match[0])
        if 14 <= len(digits) <= 16 and digits[0] in "34569" and _luhn(digits) and len(set(digits)) > 1:
            yield match.span()


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _phones(text: str) -> Iterable[tuple[int, int]]:
    return (match.span() for match in _PHONE.finditer(text))


def _accounts(text: str) -> Iterator[tuple[int, int]]:
    for match in _ACCOUNT.finditer(text):
        start, end = match.span()
        near = f"{text[max(0, start - _BANK_BEFORE) : start]}\n{text[end : end + _BANK_AFTER]}"
        if 10 <= len(_digits(match[0])) <= 16 and _BANK.search(near):
            yield start, end
