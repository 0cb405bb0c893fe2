"""What a query names of the districts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from districts.models import DistrictPage
from districts.searchable import DistrictSearchable
from search.audience import visible_pages
from search.facets import FacetVocabulary
from search.understanding.offers import Offer


def named_district(query: str, viewer: Any) -> Iterable[Offer]:
    """The page of the district that the whole query names, also without 구, and what belongs to it."""
    vocabulary = FacetVocabulary()
    name = vocabulary.canonical("district", query)
    if name is None and len(query) > 1:
        name = vocabulary.canonical("district", f"{query}구")
    if name is None:
        return
    for page in visible_pages(DistrictPage.objects.filter(district__name=name), viewer):
        yield Offer(
            DistrictSearchable.label,
            f"/districts/{page.slug}/",
            page.title,
            page.title_en,
            facet="district",
            value=name,
        )
