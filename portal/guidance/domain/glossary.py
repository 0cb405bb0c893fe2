"""The glossary as compiled for reading: one per process, made again when any process has changed a term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection

from portal.core.text_keys import term_key
from portal.guidance.domain.matching import Matcher, Spelling
from portal.guidance.models import Term
from portal.guidance.spellings import one_per_line

#: Number of terms and the sum of their stamps: another one after every change.
Stamp = tuple[int, int]
_STAMP = f"SELECT COUNT(*), COALESCE(SUM(stamp), 0) FROM {Term._meta.db_table}"  # noqa: S608
_COLUMNS = (
    "pk",
    "slug",
    "name",
    "name_en",
    "definition",
    "definition_en",
    "abbreviations",
    "variants",
    "unmarked",
)


@dataclass(frozen=True)
class Entry:
    """A term as far as texts that explain it need it."""

    pk: int
    slug: str
    name: str
    name_en: str
    definition: str
    definition_en: str
    #: Abbreviations and variants.
    spellings: tuple[str, ...] = ()
    unmarked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Glossary:
    """Entries by id, a matcher for Korean and one for English text, and ids by comparison key."""

    stamp: Stamp = (0, 0)
    entries: dict[int, Entry] = field(default_factory=dict)
    korean: Matcher = field(default_factory=lambda: Matcher([]))
    english: Matcher = field(default_factory=lambda: Matcher([]))
    keys: dict[str, list[int]] = field(default_factory=dict)


_compiled = Glossary()


def glossary() -> Glossary:
    """The glossary as it is in the database now. One small query; the terms are read when they have changed."""
    global _compiled
    stamp = _stamp()
    if _compiled.stamp != stamp:
        _compiled = compile_glossary(_entries(), stamp)
    return _compiled


def terms_for(query: str) -> list[Term]:
    """Terms whose name, English name, abbreviation or variant is `query`, however it is spaced or written.

    Those named so come before those abbreviated so.
    """
    key = term_key(query)
    ids = glossary().keys.get(key, []) if key else []
    found = Term.objects.in_bulk(ids) if ids else {}
    return [found[pk] for pk in ids if pk in found]


def synonym_groups() -> list[tuple[str, ...]]:
    """For each term what it is called, without spellings that mean other things as well ("unmarked" ones)."""
    return [
        tuple(
            text
            for text in (entry.name, entry.name_en, *entry.spellings)
            if text and term_key(text) not in entry.unmarked
        )
        for entry in glossary().entries.values()
    ]


def _stamp() -> Stamp:
    # Asked once for every page that is shown: putting it together anew would cost more than its answer.
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        count, total = cursor.fetchone()
    return count, int(total)


def _entries() -> list[Entry]:
    rows = Term.objects.order_by("name", "pk").values(*_COLUMNS)
    return [
        Entry(
            pk=row["pk"],
            slug=row["slug"],
            name=row["name"],
            name_en=row["name_en"],
            definition=row["definition"],
            definition_en=row["definition_en"],
            spellings=(*one_per_line(row["abbreviations"]), *one_per_line(row["variants"])),
            unmarked=frozenset(term_key(text) for text in one_per_line(row["unmarked"])),
        )
        for row in rows
    ]


def compile_glossary(entries: Iterable[Entry], stamp: Stamp = (0, 0)) -> Glossary:
    """Matchers and keys of these entries. Pure."""
    known = {entry.pk: entry for entry in entries}
    keys: dict[str, list[int]] = defaultdict(list)
    for spelling in (*_names(known.values()), *_others(known.values())):
        key = term_key(spelling.text)
        if key and spelling.term not in keys[key]:
            keys[key].append(spelling.term)
    return Glossary(
        stamp=stamp,
        entries=known,
        korean=Matcher(_korean(known)),
        english=Matcher(_english(known)),
        keys=dict(keys),
    )


def _names(entries: Iterable[Entry]) -> Iterator[Spelling]:
    for entry in entries:
        yield Spelling(entry.name, entry.pk)
        if entry.name_en:
            yield Spelling(entry.name_en, entry.pk, any_case=True)


def _others(entries: Iterable[Entry]) -> Iterator[Spelling]:
    for entry in entries:
        yield from (Spelling(text, entry.pk) for text in entry.spellings)


def _marked(entries: dict[int, Entry], spellings: Iterable[Spelling]) -> Iterator[Spelling]:
    return (one for one in spellings if term_key(one.text) not in entries[one.term].unmarked)


def _korean(entries: dict[int, Entry]) -> Iterator[Spelling]:
    """Names and other spellings as they are written; English names do not stand in Korean text on their own."""
    names = (one for one in _names(entries.values()) if not one.any_case)
    return _marked(entries, (*names, *_others(entries.values())))


def _english(entries: dict[int, Entry]) -> Iterator[Spelling]:
    """English names in any case, and what else is written in Latin letters."""
    every = (*_names(entries.values()), *_others(entries.values()))
    return _marked(entries, (one for one in every if one.any_case or one.text.isascii()))
