"""Short stable addresses without a table: the code says kind and number of a thing, and the place inside it.

``c3mk`` is a letter for the kind, the number of the object and a check sign; ``c3mk-outcomes``, ``k3mk-t754`` and
``a3mk-p3`` lead to a section, a moment and a page. Neither title, slug nor place in the tree is part of it, so the
code outlives all three. Why so: docs/decisions/0010-short-addresses.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# No 0 1 i l o u v: nothing that is mistaken for something else on paper. 29 signs, a prime, so that the check sign
# finds every single wrong sign and every pair that changed places.
ALPHABET = "23456789abcdefghjkmnpqrstwxyz"
BASE = len(ALPHABET)
# Letters are never given to another kind: codes are printed.
KIND_LETTERS = {
    "case": "c",
    "lecture": "k",
    "session": "s",
    "district": "d",
    "person": "n",
    "expo": "e",
    "prize": "p",
    "guide": "g",
    "term": "t",
    "attachment": "a",
    "idea": "j",
    "question": "q",
    "figure": "f",
}
_KINDS = {letter: kind for kind, letter in KIND_LETTERS.items()}
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
_LONGEST_NUMBER = 13  # signs; more than a 64-bit number needs
_CODE = re.compile(
    rf"([{ALPHABET}])([{ALPHABET}]{{1,{_LONGEST_NUMBER}}})([{ALPHABET}])(?:-([a-z0-9-]{{1,40}}))?"
)
_MOMENT = re.compile(r"t([0-9]{1,6})")
_PAGE = re.compile(r"p([0-9]{1,5})")
_SECTION = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True)
class Place:
    """What a code says. locator: "section=outcomes", "t=754", "page=3" or ""."""

    kind: str
    object_id: int
    locator: str = ""


def encode(place: Place) -> str:
    """The code of a place. Raises KeyError for a kind without a letter, ValueError for a number below 1.

    A locator that no code can carry is left out: the address then leads to the top of the thing.
    """
    if place.object_id < 1:
        raise ValueError(f"no code for number {place.object_id}")
    signs = KIND_LETTERS[place.kind] + _digits(place.object_id)
    tail = _tail(place.locator)
    return f"{signs}{_check(signs)}" + (f"-{tail}" if tail else "")


def decode(code: str) -> Place | None:
    """The place of a code, also in capitals; None for anything that is none, a wrong check sign included."""
    match = _CODE.fullmatch(code.strip().lower())
    if match is None:
        return None
    letter, digits, check, tail = match.groups()
    if letter not in _KINDS or _check(letter + digits) != check or digits[0] == ALPHABET[0]:
        return None
    number = 0
    for sign in digits:
        number = number * BASE + _VALUES[sign]
    return Place(_KINDS[letter], number, _locator(tail or "")) if number < 2**63 else None


def _digits(number: int) -> str:
    signs = ""
    while number:
        number, rest = divmod(number, BASE)
        signs = ALPHABET[rest] + signs
    return signs


def _check(signs: str) -> str:
    """Weighted by place; a code is shorter than the base, so no weight is 0 modulo it."""
    return ALPHABET[sum(weight * _VALUES[sign] for weight, sign in enumerate(signs, 1)) % BASE]


def _tail(locator: str) -> str:
    name, _, value = locator.partition("=")
    if (
        name == "section"
        and _SECTION.fullmatch(value)
        and not (_MOMENT.fullmatch(value) or _PAGE.fullmatch(value))
    ):
        return value
    short = {"t": "t", "page": "p"}.get(name)
    tail = f"{short}{value}"
    fits = bool(short) and bool(_MOMENT.fullmatch(tail) or _PAGE.fullmatch(tail))
    return tail if fits else ""


def _locator(tail: str) -> str:
    for name, shape in (("t", _MOMENT), ("page", _PAGE)):
        if match := shape.fullmatch(tail):
            return f"{name}={int(match[1])}"
    return f"section={tail}" if _SECTION.fullmatch(tail) else ""
