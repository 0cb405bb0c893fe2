"""Scenes: the rows and files that a builder makes, kept for every later test of the run that starts from them.

Building the whole site through its models takes seconds and hundreds of tests start from it. The first test that asks
builds it; what was made is written to a folder that all workers share and laid back as it is, primary keys included.
"""

from __future__ import annotations

import io
import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, models, transaction
from wagtail.models import Site

from deploy.run.locks import FileLock

T = TypeVar("T")
Rows = list[tuple[Any, ...]]
PATIENCE = 300.0


@dataclass(frozen=True)
class Scene:
    """Changed tables as column names and rows, and what the builder returned."""

    tables: dict[str, tuple[list[str], Rows]]
    result: bytes


class Scenes:
    """Scenes by name in `folder`, which all workers of a run share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, Scene] = {}

    def enter(self, name: str, build: Callable[[], T]) -> T:
        """What `build()` makes and returns, in the database and in settings.DATA_DIR.

        Every test that enters starts from the same state. Model instances in the result are read anew.
        """
        place = self.folder / name
        if name not in self._known:
            lock = FileLock(self.folder / f"{name}.lock")
            lock.acquire(name, wait=PATIENCE)
            try:
                if not (place / "scene.pickle").exists():
                    return self._record(name, place, build)
            finally:
                lock.release()
            self._known[name] = pickle.loads((place / "scene.pickle").read_bytes())
        return self._lay(self._known[name], place)  # type: ignore[return-value]

    def _record(self, name: str, place: Path, build: Callable[[], T]) -> T:
        before = _tables()
        result = build()
        after = _tables()
        changed = {table: rows for table, rows in after.items() if before[table] != rows}
        scene = Scene(changed, _packed(result))
        shutil.copytree(settings.DATA_DIR, place / "data", ignore=shutil.ignore_patterns("*.lock"))
        (place / "scene.pickle").write_bytes(pickle.dumps(scene))
        self._known[name] = scene
        return result

    def _lay(self, scene: Scene, place: Path) -> object:
        for kept in (place / "data").iterdir():
            shutil.rmtree(Path(settings.DATA_DIR) / kept.name, ignore_errors=True)
        shutil.copytree(place / "data", settings.DATA_DIR, dirs_exist_ok=True)
        with transaction.atomic(), connection.cursor() as cursor:
            for table in scene.tables:
                cursor.execute(f"DELETE FROM {_quoted(table)}")
            for table, (columns, rows) in scene.tables.items():
                names = ", ".join(_quoted(column) for column in columns)
                places = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {_quoted(table)} ({names}) VALUES ({places})", rows)
            for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
                cursor.execute(statement)
        Site.clear_site_root_paths_cache()
        cache.clear()
        return _unpacked(scene.result)


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _tables() -> dict[str, tuple[list[str], Rows]]:
    found: dict[str, tuple[list[str], Rows]] = {}
    with connection.cursor() as cursor:
        for model in _models():
            # Generated columns are the database's own work.
            columns = [
                field.column or "" for field in model._meta.local_concrete_fields if not field.generated
            ]
            names = ", ".join(_quoted(column) for column in columns)
            cursor.execute(f"SELECT {names} FROM {_quoted(model._meta.db_table)} ORDER BY 1")
            found[model._meta.db_table] = (columns, cursor.fetchall())
    return found


class _Packer(pickle.Pickler):
    """Model instances are written as their kind and primary key."""

    def persistent_id(self, obj: object) -> tuple[str, Any] | None:
        return (obj._meta.label, obj.pk) if isinstance(obj, models.Model) else None


class _Unpacker(pickle.Unpickler):
    def persistent_load(self, pid: Any) -> models.Model:
        label, pk = pid
        return apps.get_model(label)._base_manager.get(pk=pk)


def _packed(result: object) -> bytes:
    stream = io.BytesIO()
    _Packer(stream).dump(result)
    return stream.getvalue()


def _unpacked(packed: bytes) -> object:
    return _Unpacker(io.BytesIO(packed)).load()
