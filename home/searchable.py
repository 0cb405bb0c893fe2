"""What the landing page and plain pages give to the search index: nothing."""

from __future__ import annotations

from search import registry


def connect() -> None:
    from home.models import HomePage, PlainPage

    registry.exclude(HomePage, "a way in, not knowledge")
    registry.exclude(PlainPage, "notices of the operator are reached from the footer")
