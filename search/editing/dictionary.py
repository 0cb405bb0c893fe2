"""The words of the analyser as editors want them."""

from __future__ import annotations

from search.korean.dictionary import Dictionary
from search.korean.normalise import normalise
from search.models import UserWord


def wanted() -> Dictionary:
    """What every index is to be analysed with. One query."""
    rows = UserWord.objects.values_list("key", "parts")
    return Dictionary.of({key: tuple(map(normalise, parts.split())) for key, parts in rows})
