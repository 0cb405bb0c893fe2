"""What the portal holds about somebody, room by room: to be taken out, and to be deleted with the account.

    own_data.register("questions", exporter, eraser)

Rooms register when they are ready. What people wrote for others stays when they leave: an eraser takes the person off
it and deletes what is theirs alone. It runs in the transaction that deletes the account, before the row goes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from portal.accounts.models import User

#: What is held about somebody: anything that JSON can say, and dates.
Exporter = Callable[[User], Any]
#: Takes the person off what stays.
Eraser = Callable[[User], None]


class Room(NamedTuple):
    exporter: Exporter
    eraser: Eraser


_rooms: dict[str, Room] = {}


def register(name: str, exporter: Exporter, eraser: Eraser) -> None:
    """``name`` is the key in the file that people get."""
    _rooms[name] = Room(exporter, eraser)


def gather(user: User) -> dict[str, Any]:
    """Everything that is held about `user`, by room."""
    return {name: room.exporter(user) for name, room in _rooms.items()}


def erase(user: User) -> None:
    """Run every eraser, the latest registered first: rooms find what is somebody's by rooms that they build upon.

    Whoever calls it deletes the account next.
    """
    for room in reversed(_rooms.values()):
        room.eraser(user)
