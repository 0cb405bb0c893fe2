"""Who reads the page that is being rendered, for code that Wagtail calls without the request, and what they may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from portal.core.enums import CheckState
from portal.core.models import PortalDocument, PortalImage
from search.audience import Viewer, collection_audiences

FileT = TypeVar("FileT", PortalDocument, PortalImage)
_viewer: ContextVar[Any] = ContextVar("viewer", default=None)


@contextmanager
def viewing(user: Any) -> Iterator[None]:
    """Render for this user; without it code renders for somebody who has not signed in."""
    token = _viewer.set(user)
    try:
        yield
    finally:
        _viewer.reset(token)


def current_viewer() -> Any:
    """The user set by `viewing`, or None."""
    return _viewer.get()


def open_files(files: Iterable[FileT], viewer: Any) -> list[FileT]:
    """Those whose collection `viewer` may see, documents only once they are checked.

    Two queries for any number of files, none for none.
    """
    rows = [row for row in files if not isinstance(row, PortalDocument) or row.check_state == CheckState.OPEN]
    if not rows:
        return []
    audiences = collection_audiences({row.collection_id for row in rows})
    seen = Viewer.of(viewer)
    return [row for row in rows if seen.satisfies(audiences.get(row.collection_id))]
