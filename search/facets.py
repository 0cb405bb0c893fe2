"""The facets: which values they can take, how readers write them, and how they are shown.

Other apps name the values of theirs from ``AppConfig.ready``::

    facets.register_values("district", lambda: [FacetValue("노원구", "노원구", "Nowon-gu", ("11350", "nowon-gu"))])
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from search import places, registry
from search.engines.base import FACETS
from search.understanding import synonyms

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: dict[str, StrOrPromise] = {
    "kind": _("종류"),
    "place": _("찾은 위치"),
    "district": _("자치구"),
    "field": _("분야"),
    "tag": _("태그"),
    "year": _("연도"),
    "licence": _("이용허락"),
}
#: Facets whose values are a closed list; any other value is a mistake of the caller.
CLOSED = ("kind", "place", "district", "field", "licence")
#: Open facets show this many values, besides the chosen ones.
MOST_VALUES = 30


@dataclass(frozen=True)
class FacetValue:
    """A value as it stands in addresses and in the index, its labels, and what else leads to it."""

    value: str
    label: StrOrPromise
    label_en: str
    aliases: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The label in the language in use."""
        return self.label_en if get_language() == "en" and self.label_en else str(self.label)


@dataclass(frozen=True)
class CountedValue:
    value: str
    label: str
    count: int
    selected: bool


#: Other processes learn of a renamed district or a new tag after this long at the latest.
MEMORY_SECONDS = 5.0

Provider = Callable[[], Sequence[FacetValue]]


def _kinds() -> list[FacetValue]:
    return [FacetValue(kind, item.label, "") for kind, item in registry.current().kinds().items()]


def _licences() -> list[FacetValue]:
    return [
        FacetValue("0", _("공공누리 제0유형"), ""),
        FacetValue("1", _("공공누리 제1유형"), ""),
        FacetValue("2", _("공공누리 제2유형"), ""),
        FacetValue("3", _("공공누리 제3유형"), ""),
        FacetValue("4", _("공공누리 제4유형"), ""),
        FacetValue("ai", _("공공누리 AI유형"), ""),
        FacetValue("none", _("공공누리 표시 없음"), ""),
    ]


def _places() -> list[FacetValue]:
    return [
        FacetValue(places.BODY, _("본문"), "Page text"),
        FacetValue(places.CAPTIONS, _("자막"), "Captions"),
        FacetValue(places.SLIDES, _("슬라이드"), "Slides"),
        FacetValue(places.ATTACHMENT, _("첨부"), "Attachments"),
    ]


_providers: dict[str, Provider] = {"kind": _kinds, "place": _places, "licence": _licences}


def register_values(name: str, provider: Provider) -> None:
    """Let ``provider`` name all values of a facet; its answer is kept for MEMORY_SECONDS or until a change."""
    if name not in FACETS:
        raise ValueError(f"{name!r} is not a facet")
    _providers[name] = provider


#: name -> (until when by the monotonic clock, values).
_remembered: dict[str, tuple[float, Sequence[FacetValue]]] = {}


def forget() -> None:
    """Ask the providers again: something that they may name has changed in this process."""
    _remembered.clear()
    synonyms.forget()


def _provided(name: str) -> Sequence[FacetValue]:
    until, values = _remembered.get(name, (0.0, ()))
    if time.monotonic() < until:
        return values
    provider = _providers.get(name)
    values = list(provider()) if provider else []
    _remembered[name] = (time.monotonic() + MEMORY_SECONDS, values)
    return values


class FacetVocabulary:
    """What the facets' values are called, read once for one request.

    ``occurring(name)`` gives the values of an open facet that the asker can meet. The others have no name, alias
    or translation here, so that asking for one is answered like asking for a value that does not exist.
    """

    def __init__(self, occurring: Callable[[str], Container[str]] | None = None) -> None:
        self._occurring = occurring
        self._values: dict[str, list[FacetValue]] = {}
        self._named: dict[str, dict[str, FacetValue]] = {}

    def values(self, name: str) -> list[FacetValue]:
        """The registered values in their order; none for a facet that nobody has registered."""
        if name not in self._values:
            values = _provided(name)
            if self._occurring is not None and name not in CLOSED:
                met = self._occurring(name)
                values = [item for item in values if item.value in met]
            self._values[name] = list(values)
        return self._values[name]

    def canonical(self, name: str, written: str) -> str | None:
        """The value that ``written`` (value, label or alias, in any case) stands for; None when there is none."""
        wanted = fold(written)
        for item in self.values(name):
            if wanted in (
                fold(item.value),
                fold(str(item.label)),
                fold(item.label_en),
                *map(fold, item.aliases),
            ):
                return item.value
        return None

    def label(self, name: str, value: str) -> str:
        """The name of a value in the language in use; the value itself when it is not registered."""
        if name not in self._named:
            self._named[name] = {item.value: item for item in self.values(name)}
        item = self._named[name].get(value)
        return item.shown if item else value

    def counted(self, name: str, counts: Mapping[str, int], chosen: Sequence[str]) -> list[CountedValue]:
        """The values to show: all of a closed list, zeros included; else those that occur, the most frequent first."""
        if name in CLOSED:
            order = [item.value for item in self.values(name)]
            order += [value for value in counts if value not in order]
        elif name == "year":
            order = sorted({*counts, *chosen}, reverse=True)
        else:
            frequent = sorted(counts, key=lambda value: (-counts[value], value))[:MOST_VALUES]
            order = frequent + [value for value in chosen if value not in frequent]
        return [
            CountedValue(value, self.label(name, value), counts.get(value, 0), value in chosen)
            for value in order
        ]


def fold(text: str) -> str:
    """The form in which written values are compared."""
    return unicodedata.normalize("NFKC", text).casefold().strip()
