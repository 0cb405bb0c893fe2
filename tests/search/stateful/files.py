"""Files of the library as documents: their audience is that of their collection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from search import registry
from search.audience import Viewer, collection_audiences
from tests.search.fakes import FileKind


class LibraryKind(FileKind):
    def visible(self, ids: Sequence[int], viewer: Any) -> set[int]:
        files = dict(self.model._default_manager.filter(pk__in=ids).values_list("pk", "collection_id"))
        keys, who = collection_audiences(files.values()), Viewer.of(viewer)
        return {pk for pk, collection in files.items() if who.satisfies(keys.get(collection))}


@contextmanager
def files_are_searched() -> Iterator[None]:
    """Beside the real kinds."""
    kind = LibraryKind()
    registry.register(kind)
    try:
        yield
    finally:
        registry.current().searchables.remove(kind)
