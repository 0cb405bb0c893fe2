"""Things that a query names: a term with its meaning, a district, a speaker, a session. Shown above the results.

Rooms register what they can name from ``AppConfig.ready``; each shows only what the viewer may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Longer queries name nothing.
LONGEST = 60
_MOST = 4


@dataclass(frozen=True)
class Offer:
    """label: what kind of thing; url: its Korean address; text: what it means, "" where the name says it all.

    facet and value: a filter that leaves only what belongs to it, "" without one.
    """

    label: StrOrPromise
    url: str
    title: str
    title_en: str = ""
    text: str = ""
    text_en: str = ""
    facet: str = ""
    value: str = ""

    @property
    def shown_title(self) -> str:
        return (self.title_en or self.title) if get_language() == "en" else self.title

    @property
    def shown_text(self) -> str:
        return (self.text_en or self.text) if get_language() == "en" else self.text


#: query, viewer -> what it names
Provider = Callable[[str, Any], Iterable[Offer]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let ``provider`` say what a query names; it is asked once for each page of results."""
    _providers.append(provider)


def named(query: str, viewer: Any) -> list[Offer]:
    """What ``query`` names, as far as ``viewer`` may see it; no address twice."""
    query = query.strip()
    if not query or len(query) > LONGEST:
        return []
    found = {offer.url: offer for provider in _providers for offer in provider(query, viewer)}
    return list(found.values())[:_MOST]
