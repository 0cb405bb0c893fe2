"""What a document was made from, as a short sum of plain database rows: equal sums spare building it again.

A searchable that names its ``inputs`` promises that its builder reads nothing else but the restrictions and the
addresses of pages, and what it tells by ``beside``. Reading and adding up those rows takes a small part of the time
that the builder takes, so a comparison of everything can pass over what has the same sum. Whatever differs is built
and compared for real.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import django
import wagtail
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Model
from wagtail.models import Page, Site

from search.audience import TreeRules, page_rules
from search.outbox import NEUTRAL_PAGE_FIELDS

#: Half of the column that keeps it, beside as much of the content's.
DIGITS = 32


@dataclass(frozen=True)
class Input:
    """Rows of ``model`` that belong to an object: those whose ``key`` is its id.

    All their columns count, and all columns of the rows that the foreign keys ``related`` lead to.
    """

    model: type[Model]
    key: str = "pk"
    related: tuple[str, ...] = ()

    def columns(self) -> list[str]:
        """Lookups of every column that counts; what only drafts and locks touch does not."""
        names = [*_columns(self.model)]
        for relation in self.related:
            target = self.model._meta.get_field(relation).related_model
            names += [f"{relation}__{name}" for name in _columns(target)]  # type: ignore[arg-type]
        return names


def _columns(model: type[Model]) -> Iterator[str]:
    neutral = NEUTRAL_PAGE_FIELDS if issubclass(model, Page) else frozenset()
    return (field.attname for field in model._meta.concrete_fields if field.name not in neutral)


def inputs_of(searchable: Any) -> Sequence[Input]:
    """What its builder reads; nothing for a searchable that does not say, whose documents are always built."""
    found = getattr(searchable, "inputs", None)
    return found() if found else ()


def fingerprints(searchable: Any, ids: Sequence[int]) -> dict[int, str]:
    """The sums of those of the objects that are there: DIGITS hexadecimal digits each. A query per input."""
    inputs = inputs_of(searchable)
    if not inputs or not ids:
        return {}
    rules = page_rules() if issubclass(searchable.model, Page) else None
    beside = _beside(searchable, ids)
    start = hashlib.blake2b(_common(searchable.kind).encode(), digest_size=DIGITS // 2)
    sums: dict[int, Any] = {}
    for number, source in enumerate(inputs):
        columns = source.columns()
        path = columns.index("path") + 1 if rules and number == 0 else 0
        for row in _rows(source, columns, ids):
            known = sums.get(row[0])
            if known is None:
                if number:
                    continue  # rows of an object that is gone
                known = sums[row[0]] = start.copy()
                known.update(beside.get(row[0], "").encode())
            audience = _audience(rules, row[path]) if path else ""
            known.update(json.dumps([number, audience, *row], ensure_ascii=False, default=str).encode())
    return {object_id: found.hexdigest() for object_id, found in sums.items()}


def _beside(searchable: Any, ids: Sequence[int]) -> dict[int, str]:
    """What a searchable makes its documents from beside rows: ``beside(ids)`` of those that say so."""
    said = getattr(searchable, "beside", None)
    return said(ids) if said else {}


def _audience(rules: TreeRules | None, path: str) -> str:
    return str(rules.audience(path)) if rules else ""


def _rows(source: Input, columns: Iterable[str], ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """(id of the object, columns as the database keeps them): nothing is parsed. In order of the rows' keys."""
    found = source.model._default_manager.filter(**{f"{source.key}__in": list(ids)}).order_by("pk")
    sql, parameters = found.values_list(source.key, *columns).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _common(kind: str) -> str:
    """What counts for every document of a kind: the code that builds it and the roots of the addresses."""
    sites = list(Site.objects.order_by("pk").values_list("pk", "hostname", "port", "root_page__url_path"))
    return json.dumps([kind, _code(), sites], default=str)


@lru_cache(maxsize=1)
def _code() -> str:
    """A sum of the project's own code and its framework: another release may build something else."""
    total = hashlib.sha256(f"{django.__version__} {wagtail.__version__} {settings.LANGUAGE_CODE}".encode())
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if folder.is_relative_to(settings.BASE_DIR) and ".venv" not in folder.parts:
            for path in sorted(folder.rglob("*.py")):
                total.update(path.read_bytes())
    return total.hexdigest()
