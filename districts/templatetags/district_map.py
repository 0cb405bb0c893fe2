"""The map of the districts for other screens: {% district_map rows %}."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from districts.domain.tile_map import draw_map

register = template.Library()


@register.inclusion_tag("districts/map_drawing.html")
def district_map(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The drawing without legend and table, from rows of `districts.domain.pages.district_rows`."""
    return {"map": draw_map(rows), "field": None}
