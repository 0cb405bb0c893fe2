"""What has to be done before there is something to index: rooms register it, the worker and `search_sync` do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

#: Does a piece of work; returns how much it did, 0 when nothing is due.
Act = Callable[[], int]

_registered: dict[str, Act] = {}


def register(name: str, act: Act) -> None:
    """Have ``act`` called until it returns 0, again and again by the worker. It must be safe in several processes."""
    _registered[name] = act


def each() -> Iterator[tuple[str, Act]]:
    """Name and act of each, in order of registration."""
    yield from _registered.items()


def do_all() -> None:
    """Do what is due now."""
    for _, act in each():
        while act():
            pass
