"""From what was typed so far to the few names that are suggested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from search.engines.base import EngineHit
from search.facets import FacetVocabulary
from search.results import visible_documents
from search.suggest.readings import read
from search.suggest.source import Entry, current
from search.understanding.synonyms import key_of

#: Names in one answer.
MOST = 8
# Of one kind, while there are others.
_MOST_OF_A_KIND = 4
# Some more are checked, in place of those that were hidden a moment ago.
_CHECKED = MOST + 4
_PUBLIC = ("public",)


@dataclass(frozen=True)
class Suggestion:
    """text: the name; url: where it leads; district: the one it belongs to, None without or with several."""

    text: str
    kind: str
    url: str
    district: str | None


def suggest(query: str, language: str = "ko") -> list[Suggestion]:
    """Up to MOST names that ``query`` (cleaned) may be the beginning or a part of, the likeliest first.

    The answer is the same for every reader: only what everybody may see, checked against the database once more.
    """
    typed = read(query)
    if typed is None:
        return []
    snapshot = current()
    entries = _mixed([snapshot.entries[owner] for owner in snapshot.names.found(typed)], query)
    shown = _open_to_all(entries[:MOST])
    if len(shown) < min(MOST, len(entries)):
        shown += _open_to_all(entries[MOST:])
    found = map(_in_english if language == "en" else _in_korean, shown)
    told = {(one.text, one.kind, one.district): one for one in found}
    return list(told.values())[:MOST]


def _open_to_all(entries: Sequence[Entry]) -> list[Entry]:
    """Those that somebody who did not sign in may see now, by the database. A few queries per kind."""
    hits = [EngineHit(entry.key, 0.0) for entry in entries if entry.key]
    seen = visible_documents(hits, _PUBLIC, AnonymousUser())
    return [entry for entry in entries if not entry.key or entry.key in seen]


def _mixed(entries: Sequence[Entry], query: str) -> list[Entry]:
    """MOST of them in their order, a few of each kind before many of one and before the same name of another kind.

    Behind them are some to take the place of those that must not be shown.
    """
    counted: Counter[str] = Counter()
    named = set()
    few: list[int] = []
    many: list[int] = []
    for place, entry in enumerate(entries):
        # What is typed to its end is shown of every kind.
        again = entry.text in named and key_of(entry.text) != key_of(query)
        counted[entry.kind] += not again
        (many if again or counted[entry.kind] > _MOST_OF_A_KIND else few).append(place)
        named.add(entry.text)
    chosen = [*few, *many]
    return [entries[place] for place in [*sorted(chosen[:MOST]), *chosen[MOST:_CHECKED]]]


def _in_korean(entry: Entry) -> Suggestion:
    return Suggestion(entry.text, entry.kind, entry.url, entry.district or None)


def _in_english(entry: Entry) -> Suggestion:
    names = {item.value: item.label_en for item in FacetVocabulary().values("district")}
    district = names.get(entry.district) or entry.district or None
    return Suggestion(entry.text_en or entry.text, entry.kind, f"/en{entry.url}", district)
