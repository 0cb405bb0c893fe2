"""Cells of a comparison beside the cases they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from districts.domain.comparison import Item
from districts.models import CaseStudy

register = template.Library()


@register.filter
def beside(cells: Sequence[list[Item]], cases: Sequence[CaseStudy]) -> list[tuple[CaseStudy, list[Item]]]:
    """(case, cell) for each cell of a row."""
    return list(zip(cases, cells, strict=True))
