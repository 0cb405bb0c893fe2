"""Searches somebody wants to run again."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.community.bookmarks.domain.keeping import TooMany
from portal.community.bookmarks.models import SavedSearch
from search.facets import FacetVocabulary
from search.found import newest_document
from search.params import MAX_QUERY_PAGE, SearchRequest, parse

MOST_SEARCHES = 100


def read_search(query: str, vocabulary: FacetVocabulary | None = None) -> SearchRequest:
    """The search of a query string, wherever it comes from: what is not valid is left out."""
    return parse(QueryDict(query[:20_000]), MAX_QUERY_PAGE, vocabulary or FacetVocabulary())


def save_search(user: User, query: str) -> tuple[SavedSearch, bool] | None:
    """The saved search of a query string and whether it is new; None where it asks for nothing. Raises TooMany."""
    vocabulary = FacetVocabulary()
    asked = read_search(query, vocabulary)
    kept = canonical(asked)
    if not kept or len(kept) > SavedSearch.QUERY_LENGTH:
        return None
    found = SavedSearch.objects.filter(user=user, query=kept).first()
    if found:
        return found, False
    if SavedSearch.objects.filter(user=user).count() >= MOST_SEARCHES:
        raise TooMany
    name = describe(asked, vocabulary)[: SavedSearch.NAME_LENGTH]
    return SavedSearch.objects.get_or_create(
        user=user, query=kept, defaults={"name": name, "mark": newest_document()}
    )


def canonical(asked: SearchRequest) -> str:
    """What is looked for, without how many are shown at once; "" where nothing is asked."""
    if not asked.query and not asked.filters:
        return ""
    return urlencode([pair for pair in asked.parameters() if pair != ("size", str(asked.size))])


def describe(asked: SearchRequest, vocabulary: FacetVocabulary) -> str:
    """The search in words: "돌봄 · 노원구 · 사례"."""
    labels = [
        str(vocabulary.label(name, value)) for name, values in asked.filters.items() for value in values
    ]
    return " · ".join(filter(None, [asked.query, *labels])) or _("전체 자료")
