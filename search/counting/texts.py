"""Which texts may be kept, and how two of them belong together. Pure."""

from __future__ import annotations

import re
import unicodedata

from search.counting.models import MAX_TEXT
from search.understanding.keyboard import keystrokes
from search.understanding.syntax import parse

# Digits with what people put between them: telephone, resident, card and account numbers.
_NUMBERS = re.compile(r"\d+(?:[\W_]{0,3}\d+)*")
_FEWEST_DIGITS = 7
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_JAMO = re.compile(r"([\u3131-\u318e]+)")
_MAIL = re.compile(r"\S@\S|@\S+\.\S")


def tidied(text: str) -> str:
    """The form in which searches for the same text are counted together."""
    # Single jamo stay as they are typed; the normal form would make others of them.
    parts = (part if _JAMO.match(part) else unicodedata.normalize("NFKC", part) for part in _JAMO.split(text))
    return " ".join("".join(parts).casefold().split())


def may_be_kept(text: str) -> bool:
    """Whether a tidied text is short enough and holds nothing that looks like personal data."""
    return len(text) <= MAX_TEXT and not looks_personal(text)


def looks_personal(text: str) -> bool:
    """An e-mail address, or a number as long as a telephone, resident registration or card number."""
    if _MAIL.search(text):
        return True
    return any(_is_long_number(match.group()) for match in _NUMBERS.finditer(text))


def _is_long_number(written: str) -> bool:
    parts = re.findall(r"\d+", written)
    if _FIGURE.fullmatch(written) or all(_YEAR.fullmatch(part) for part in parts):
        return False
    return sum(map(len, parts)) >= _FEWEST_DIGITS


def without_filters(query: str) -> str:
    """The tidied text of a query as typed, without 구:노원구 and the like."""
    return tidied(parse(query, lambda name, written: written).text)


def is_unfinished(text: str, whole: str) -> bool:
    """Whether ``text`` is how ``whole`` looks while its last word is being typed."""
    if not text or text == whole or len(text.split()) != len(whole.split()):
        return False
    return keystrokes(whole).startswith(keystrokes(text))
