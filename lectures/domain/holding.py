"""Lectures that were to go public and were kept back, whichever way the publication came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.log_actions import log
from wagtail.models import Revision

if TYPE_CHECKING:
    from lectures.domain.checklist import Item
    from lectures.models import Lecture

LOG_ACTION = "lectures.held"


@dataclass(frozen=True)
class Held:
    """A lecture and what stands in its way."""

    lecture_id: int
    title: str
    items: tuple[Item, ...]

    def __str__(self) -> str:
        return f"{self.title}: {' '.join(item.note for item in self.items)}"


_held: ContextVar[list[Held] | None] = ContextVar("held", default=None)


@contextmanager
def told() -> Iterator[list[Held]]:
    """Gathers what is kept back inside."""
    gathered: list[Held] = []
    token = _held.set(gathered)
    try:
        yield gathered
    finally:
        _held.reset(token)


def keep_back(lecture: Lecture, revision: Revision, items: Sequence[Item], user: Any = None) -> None:
    """The draft stays a draft, no longer scheduled; the history of the page says why."""
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    held = Held(lecture.pk, lecture.title, tuple(items))
    log(instance=lecture, action=LOG_ACTION, user=user, revision=revision, data={"why": str(held)})
    gathered = _held.get()
    if gathered is not None:
        gathered.append(held)
