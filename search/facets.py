"""Values that the facets can take; other apps register them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FacetValue:
    """A value as it stands in addresses and in the index, its labels, and what else leads to it."""

    value: str
    label: str
    label_en: str
    aliases: tuple[str, ...] = ()


Provider = Callable[[], Sequence[FacetValue]]
_providers: dict[str, Provider] = {}


def register_values(name: str, provider: Provider) -> None:
    """Let `provider` name all values of a facet."""
    _providers[name] = provider
