"""Editions of the expo and of the prize, as few or as many as a test needs."""

from __future__ import annotations

import itertools
from typing import Any

from portal.core.site_tree import ensure_lists
from portal.expo.models import (
    Award,
    ExpoEdition,
    ExpoFigure,
    ExpoIndexPage,
    ExpoParticipant,
    ExpoProgrammeItem,
    ExpoTag,
    ExpoZone,
    PrizeEdition,
    PrizeFigure,
    PrizeIndexPage,
    PrizeTag,
)
from tests.factories.site import make_tag

_numbers = itertools.count(1)
EDITION_ADDRESSES = ["/expo/", "/prize/", "/expo/shown/", "/prize/shown/", "/prize/?category=human"]


def make_expo(
    title: str = "",
    *,
    programme: tuple[dict[str, Any], ...] = (),
    zones: tuple[dict[str, Any], ...] = (),
    participants: tuple[dict[str, Any], ...] = (),
    figures: tuple[dict[str, Any], ...] = (),
    tags: tuple[str, ...] = (),
    **fields: Any,
) -> ExpoEdition:
    """A published edition with its child rows."""
    number = next(_numbers)
    ensure_lists()
    values = {"title": title or f"엑스포 {number}", "slug": f"expo-{number}", "status": "held", **fields}
    expo = ExpoIndexPage.objects.get().add_child(instance=ExpoEdition(**values))
    for model, rows in (
        (ExpoProgrammeItem, programme),
        (ExpoZone, zones),
        (ExpoParticipant, participants),
        (ExpoFigure, figures),
    ):
        _add(model, expo, rows)
    for name in tags:
        ExpoTag.objects.create(tag=make_tag(name), content_object=expo)
    return _saved(expo)


def make_prize(
    title: str = "",
    *,
    awards: tuple[dict[str, Any], ...] = (),
    figures: tuple[dict[str, Any], ...] = (),
    tags: tuple[str, ...] = (),
    **fields: Any,
) -> PrizeEdition:
    """A published edition with its awards."""
    number = next(_numbers)
    ensure_lists()
    values = {"title": title or f"상 {number}", "slug": f"prize-{number}", "year": 2024, **fields}
    prize = PrizeIndexPage.objects.get().add_child(instance=PrizeEdition(**values))
    _add(Award, prize, awards)
    _add(PrizeFigure, prize, figures)
    for name in tags:
        PrizeTag.objects.create(tag=make_tag(name), content_object=prize)
    return _saved(prize)


def make_shown_editions() -> None:
    """A public edition each, at EDITION_ADDRESSES."""
    programme = ({"title": "돌봄 포럼"},)
    make_expo("돌봄 엑스포", slug="shown", start_date="2024-10-10", programme=programme, tags=("돌봄",))
    make_prize("돌봄 상", slug="shown", ceremony_date="2024-10-10", awards=(award("오덴세", country="DK"),))


def award(city: str, category: str = "human", rank: str = "gold", country: str = "KR", **fields: Any) -> Any:
    """The fields of an award."""
    return {"city": city, "category": category, "rank": rank, "country": country, **fields}


def _add(model: Any, edition: Any, rows: tuple[dict[str, Any], ...]) -> None:
    for position, row in enumerate(rows):
        model.objects.create(edition=edition, sort_order=position, **row)


def _saved(page: Any) -> Any:
    """The page read again, with a revision of what it holds."""
    fresh = type(page).objects.get(pk=page.pk)
    fresh.save_revision()
    return fresh
