"""The published facts beside the checkout, and which of them belong to a row of content.

A new kind of content needs one line in `FACTS_OF`: a function from its row to the facts of the same item.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.imports.figures import Figure, figures, told, words

FACTS = Path(os.environ.get("FACTS_DIR") or Path(settings.BASE_DIR).parent / "shared" / "facts")
Row = dict[str, Any]
# True of all of Seoul, and said in passing: 25 districts, and the numbers people dial.
COMMON = ("25개 자치구", "25 districts", "112·119", "24시간")


@cache
def load(name: str) -> Any:
    """One file of the facts; it is there, or the test has failed before."""
    return json.loads((FACTS / f"{name}.json").read_text(encoding="utf-8"))


def _by_id(name: str, wanted: str) -> list[Row]:
    return [item for item in load(name) if item["id"] == wanted]


def _case(row: Row) -> list[Any]:
    """Both records of the case, its corrections, and facts told by a source that the row names as well."""
    key = row["external_id"]
    own = [item for name in ("cases", "cases_deep", "corrections") for item in _by_id(name, key)]
    return (
        own + [item for name in ("adoptions", "context") for item in _from_same_source(name, row)]
        if own
        else []
    )


def _explainer(row: Row) -> list[Any]:
    """Whatever a source that the explainer names tells, and the day it was made, which the portal knows itself."""
    files = ("literacy", "context", "sessions", "cases_deep", "terms")
    told = [item for name in files for item in _from_same_source(name, row)]
    return [*told, {"date": row["date"]}] if told else []


def _lecture(row: Row) -> list[Any]:
    """The lecture, and the session it belongs to."""
    if row.get("lecture_type") == "explainer":
        return _explainer(row)
    sessions = _sessions(row["session"]) if row.get("session") else []
    return _by_id("lectures", row["external_id"]) + sessions


def _session(row: Row) -> list[Any]:
    """The session, and others told by a source that the row names as well (the first one's predecessor)."""
    own = _sessions(row["external_id"])
    return own + _from_same_source("sessions", row) if own else []


def _sessions(key: str) -> list[Any]:
    return [item for item in load("sessions") if f"session-{item['number']}" == key]


def _from_same_source(name: str, row: Row) -> list[Any]:
    named = set(_addresses(row))
    return [item for item in load(name) if named & set(_addresses(item))]


def _addresses(value: Any) -> Iterator[str]:
    """Every address of a source inside a record."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "url" and item:
                yield item
            else:
                yield from _addresses(item)
    elif isinstance(value, list):
        for item in value:
            yield from _addresses(item)


def _district(row: Row) -> list[Any]:
    profiles = load("district_profiles")
    own = [item for item in profiles["districts"] if str(item.get("code")) == row["code"]]
    return [*own, profiles["indicators"], profiles["city_context"]]


def _expo(row: Row) -> list[Any]:
    """The edition, the sessions it held, and what a source that the row names as well tells of others."""
    own = _by_id("expo", row["external_id"].removeprefix("expo-"))
    if not own:
        return []
    held = [item["session"] for item in row.get("programme") or () if item.get("session")]
    sessions = [session for key in held for session in _sessions(key)]
    return own + sessions + _from_same_source("expo", row) + _from_same_source("sessions", row)


def _prize(row: Row) -> list[Any]:
    """What holds for the prize as a whole, and the edition of the year in the identifier."""
    whole = load("prize")
    year = re.search(r"\d{4}", row["external_id"])
    editions = [item for item in whole["editions"] if not year or item["year"] == int(year[0])]
    return [{**whole, "editions": editions}]


def _term(row: Row) -> list[Any]:
    names = {row.get("title"), row.get("term")}
    return [item for item in load("terms") if item["term"] in names]


def _anything(row: Row) -> list[Any]:
    """Vocabulary and lists of links speak of many items: any fact will do."""
    return [load(path.stem) for path in sorted(FACTS.glob("*.json"))]


FACTS_OF: dict[str, Callable[[Row], list[Any]]] = {
    "case": _case,
    "lecture": _lecture,
    "session": _session,
    "district": _district,
    "expo": _expo,
    "prize": _prize,
    "term": _term,
    "attachment": _anything,
    "tag": _anything,
    "guide": _anything,
    "chart": lambda row: _from_same_source("literacy", row) + _from_same_source("context", row),
}


def known(row: Row) -> list[Figure]:
    """Every figure of the facts that belong to `row`; raises KeyError for a kind without a rule."""
    texts = [text for item in FACTS_OF[row["kind"]](row) for _path, text in told(item)]
    return [figure for text in (*texts, *COMMON) for figure in (*figures(text), *words(text))]


def strangers(row: Row) -> list[tuple[str, str]]:
    """What `row` says without the facts saying it, as (path, figure as written)."""
    said = [(path, figure) for path, text in told(row) for figure in figures(text)]
    if not said:
        return []
    facts = known(row)
    days = [figure.day for figure in facts if figure.day]
    return [
        (path, figure.written)
        for path, figure in said
        if not any(figure.fits(fact) for fact in facts) and not _is_known_day(figure, facts, days)
    ]


def _is_known_day(figure: Figure, facts: Iterable[Figure], days: list[str]) -> bool:
    """A coarser day, a day put together of its parts, or a bare number that is part of a day."""
    if figure.kind in ("", "day"):
        return figure.value.zfill(2) in {part for day in days for part in day.split("-")}
    if figure.kind != "date":
        return False
    if any(_contains(day, figure.value) for day in days):
        return True
    if len(figure.value) == 2:
        return any(fact.kind == "" and fact.value.zfill(2) == figure.value for fact in facts)
    year, _dash, rest = figure.value.partition("-")
    put_together = any(_contains(day, rest) and not day.startswith(("19", "20")) for day in days)
    return bool(rest) and len(year) == 4 and put_together and any(_contains(day, year) for day in days)


def _contains(day: str, coarser: str) -> bool:
    """Whether the parts of `coarser` stand side by side in `day`: 2024-10-11 holds 2024-10 and 10-11."""
    return f"-{coarser}-" in f"-{day}-"
