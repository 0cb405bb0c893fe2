"""What other rooms show on the page of a post: its open questions, for instance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from portal.community.members.models import Post


@dataclass(frozen=True)
class Panel:
    """``template`` is included with ``context`` as ``panel``; it brings its own heading (h2)."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


#: What a room shows of a post to this reader; None for nothing.
Provider = Callable[[Post, HttpRequest], Panel | None]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Have ``provider`` asked for each page of a post."""
    _providers.append(provider)


def panels_of(post: Post, request: HttpRequest) -> list[Panel]:
    """What the rooms show of a post."""
    return [panel for provider in _providers if (panel := provider(post, request))]
