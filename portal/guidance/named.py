"""What a query names of the glossary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portal.guidance.domain.glossary import terms_for
from portal.guidance.searchable import TermSearchable
from search.understanding.offers import Offer


def named_terms(query: str, viewer: Any) -> Iterable[Offer]:
    """Terms that the whole query is a spelling of, in Korean or English, with what they mean. They are open to all."""
    for term in terms_for(query):
        yield Offer(
            TermSearchable.label,
            f"/glossary/{term.slug}/",
            term.name,
            term.name_en,
            term.definition,
            term.definition_en,
        )
