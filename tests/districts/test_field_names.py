"""Names of the facets' values do not depend on the language of whoever asked for them first."""

from __future__ import annotations

from django.utils import translation

from districts.enums import Field
from search import facets


def test_the_fields_keep_their_korean_names_whoever_asks_first():
    facets.forget()
    with translation.override("en"):
        facets.FacetVocabulary().values("field")
    with translation.override("ko"):
        shown = [item.shown for item in facets.FacetVocabulary().values("field")]
    assert shown == Field.values
