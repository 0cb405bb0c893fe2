"""Writing counts to the database, in one short transaction that waits for nobody for long."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.encoding import iri_to_uri

from search.counting.models import SearchCount, SearchDay
from search.models import SearchDocument

#: Texts that are kept of one day; what comes beyond is a flood and counted without its text.
MOST_TEXTS = 2_000
#: Milliseconds for which an editor's transaction is waited for.
PATIENCE_MS = 2_000
_ENGLISH = "/en"


class Row(NamedTuple):
    """To be added to a ``SearchCount``."""

    query: str
    filters: str
    district: str
    field: str
    searches: int
    empty: int
    found: int


class Click(NamedTuple):
    """``path``: of the page that was opened, or ``rank``: of the result that was clicked; one of them."""

    query: str
    path: str
    rank: int


@dataclass(frozen=True)
class Batch:
    """totals: column of ``SearchDay`` -> to be added; taken_back: text -> searches that were only begun."""

    day: datetime.date
    rows: Sequence[Row] = ()
    clicks: Sequence[Click] = ()
    totals: Counter[str] = field(default_factory=Counter)
    taken_back: Mapping[str, int] = field(default_factory=dict)


def write(batch: Batch) -> None:
    """Add a batch. Raises whatever the database raises; then nothing of it is written."""
    with transaction.atomic():
        beyond = sum(row.searches for row in batch.rows if not _add(batch.day, row))
        for query, count in batch.taken_back.items():
            _take_back(batch.day, query, count)
        documents = _documents({click.path for click in batch.clicks if click.path})
        for click in batch.clicks:
            if click.rank or click.path in documents:
                _click(batch.day, click)
        _add_totals(batch.day, batch.totals + Counter(beyond=beyond), batch.totals["searches"])


def forget_old(today: datetime.date) -> int:
    """Delete what is older than SEARCH_LOG_DAYS; how many rows."""
    before = today - datetime.timedelta(days=settings.SEARCH_LOG_DAYS)
    rows = SearchCount.objects.filter(day__lt=before).delete()[0]
    return rows + SearchDay.objects.filter(day__lt=before).delete()[0]


def be_impatient() -> None:
    """Let this connection wait for others no longer than PATIENCE_MS, until it is closed."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET lock_timeout = {PATIENCE_MS}")
            cursor.execute(f"SET statement_timeout = {PATIENCE_MS}")
        else:
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")


def _add(day: datetime.date, row: Row) -> bool:
    """False when the day has as many texts as are kept and this is another one."""
    mine = SearchCount.objects.filter(day=day, query=row.query, filters=row.filters)
    if not mine.exists():
        if SearchCount.objects.filter(day=day).count() >= MOST_TEXTS:
            return False
        SearchCount.objects.get_or_create(day=day, query=row.query, filters=row.filters)
    mine.update(
        searches=F("searches") + row.searches,
        empty=F("empty") + row.empty,
        found=row.found,
        district=row.district,
        field=row.field,
    )
    return True


def _take_back(day: datetime.date, query: str, count: int) -> None:
    row = SearchCount.objects.filter(day=day, query=query, searches__gt=0).order_by("-searches").first()
    if row is None:
        return
    left = max(row.searches - count, 0)
    if left or row.opened or row.ranked:
        SearchCount.objects.filter(pk=row.pk).update(searches=left, empty=min(row.empty, left))
    else:
        row.delete()


def _documents(paths: set[str]) -> set[str]:
    """Those of the paths that lead to a result, in either language."""
    plain = {path: path.removeprefix(_ENGLISH) for path in paths}
    written = {url for path in plain.values() for url in (path, iri_to_uri(path))}
    rows = SearchDocument.objects.filter(url__in=written, deleted=False)
    known = set(rows.values_list("url", flat=True))
    return {path for path, url in plain.items() if url in known or iri_to_uri(url) in known}


def _click(day: datetime.date, click: Click) -> None:
    """Of today's row, or yesterday's around midnight; a text that was not searched has none."""
    days = (day, day - datetime.timedelta(days=1))
    found = SearchCount.objects.filter(day__in=days, query=click.query).order_by("-day", "-searches")
    row = found.values_list("pk", flat=True).first()
    if row is None:
        return
    mine = SearchCount.objects.filter(pk=row)
    if click.rank:
        mine.update(ranked=F("ranked") + 1, rank_sum=F("rank_sum") + click.rank)
    else:
        mine.update(opened=F("opened") + 1)


def _add_totals(day: datetime.date, added: Counter[str], searches: int) -> None:
    SearchDay.objects.get_or_create(day=day)
    changes: dict[str, Any] = {name: F(name) + added[name] for name in ("withheld", "beyond", "dropped")}
    # Searches that were only begun are taken back.
    changes["searches"] = Greatest(F("searches") + searches, Value(0))
    SearchDay.objects.filter(day=day).update(**changes)
