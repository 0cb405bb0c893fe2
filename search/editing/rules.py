"""The rules of editors that hold now, in every process: read once, and again as soon as one of them has changed.

Every change of a rule writes another token in its own transaction (``note_change``). A search reads the token, one
small query, and everything else only when it is another one; so a rule holds from the moment it is committed.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from search.models import PromotedResult, ProtectedWord, SearchRules, Synonym
from search.models_editing import lines_of
from search.understanding.protected import NOTHING_PROTECTED, Protected
from search.understanding.synonyms import NO_WORDS, EditorsWords, key_of

#: More are not shown above the results.
MOST_PROMOTED = 3


@dataclass(frozen=True)
class Promotion:
    """A document to show above the results from ``starts_on`` to ``ends_on``, both included where given."""

    kind: str
    object_id: int
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None

    def holds(self, day: datetime.date) -> bool:
        return not (self.starts_on and day < self.starts_on) and not (self.ends_on and day > self.ends_on)


@dataclass(frozen=True)
class Rules:
    """``promoted``: key of a query -> what to show above its results, in order."""

    token: str = ""
    synonyms: EditorsWords = NO_WORDS
    protected: Protected = NOTHING_PROTECTED
    promoted: Mapping[str, tuple[Promotion, ...]] = field(default_factory=dict)


NO_RULES = Rules()
_remembered = NO_RULES


def current() -> Rules:
    """The rules that hold now. One query; a few more after a change."""
    global _remembered
    # The token first: what is read after it is as new or newer.
    token = SearchRules.objects.filter(pk=1).values_list("token", flat=True).first() or ""
    if token != _remembered.token:
        _remembered = _read(token) if token else NO_RULES
    return _remembered


def note_change(**kwargs: Any) -> None:
    """Let every process read the rules again once this transaction is committed."""
    SearchRules.objects.update_or_create(pk=1, defaults={"token": secrets.token_hex(16)})


def with_synonym(rules: Rules, synonym: Synonym) -> Rules:
    """The rules as they are when this synonym is applied as it is written now."""
    return replace(rules, synonyms=_words([*_applied(but=synonym), synonym.content]))


def without_synonym(rules: Rules, synonym: Synonym) -> Rules:
    """The rules as they are when this synonym is taken back."""
    return replace(rules, synonyms=_words(_applied(but=synonym)))


def _applied(but: Synonym | None = None) -> list[dict[str, Any]]:
    rows = Synonym.objects.filter(applied__isnull=False).order_by("pk")
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return [applied for applied in rows.values_list("applied", flat=True) if applied]


def _read(token: str) -> Rules:
    promoted: dict[str, list[Promotion]] = {}
    for row in PromotedResult.objects.order_by("sort_order", "pk"):
        promotion = Promotion(row.kind, row.object_id, row.starts_on, row.ends_on)
        for key in dict.fromkeys(map(key_of, lines_of(row.queries))):
            promoted.setdefault(key, []).append(promotion)
    return Rules(
        token,
        _words(_applied()),
        Protected(ProtectedWord.objects.values_list("key", flat=True)),
        {key: tuple(found) for key, found in promoted.items()},
    )


def _words(applied: list[dict[str, Any]]) -> EditorsWords:
    return EditorsWords(
        groups=tuple((item["word"], *item["others"]) for item in applied if item["both_ways"]),
        one_way=tuple((item["word"], *item["others"]) for item in applied if not item["both_ways"]),
    )
