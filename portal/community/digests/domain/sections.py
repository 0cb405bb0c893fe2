"""The sections of the weekly letter. Rooms register theirs; the letter knows none of them.

A section is asked inside the transaction that makes the letter, so that what it notes about having told something
holds exactly when the letter is in the queue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from portal.accounts.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Period:
    """What happened from `since` on and before `until` is told."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Item:
    """A line of the letter: title, path ("/cases/…/") and, where it helps, a note."""

    title: str
    path: str
    note: str = ""


#: What is new for a user in a period; only what they may see. May raise `NotReady`: the letter then waits.
Make = Callable[[User, Period], Sequence[Item]]


class NotReady(Exception):
    """A section cannot be told now; later it can."""


@dataclass(frozen=True)
class Section:
    """heading: as the letter and the settings call it, in Korean."""

    key: str
    heading: StrOrPromise
    make: Make
    order: int


_registered: dict[str, Section] = {}


def register(key: str, heading: StrOrPromise, make: Make, *, order: int) -> None:
    """Add a section; those with a lower `order` stand first. Call it from ``AppConfig.ready``."""
    _registered[key] = Section(key, heading, make, order)


def each() -> Iterator[Section]:
    """In the order of the letter."""
    yield from sorted(_registered.values(), key=lambda section: section.order)
