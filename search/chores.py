"""What else the worker does beside the index: rooms register it, and each has its own rhythm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

#: Does a piece of work; returns how much it did, 0 when nothing is due.
Act = Callable[[], int]


class Registered(NamedTuple):
    """A chore and the seconds between two times of it."""

    name: str
    act: Act
    every: float


_registered: dict[str, Registered] = {}


def register(name: str, act: Act, every: float) -> None:
    """Have ``act`` called by the workers every so many seconds. It must be safe in several processes."""
    _registered[name] = Registered(name, act, every)


def each() -> Iterator[Registered]:
    """In order of registration."""
    yield from _registered.values()
