"""What is new in one's saved searches, for the weekly letter."""

from __future__ import annotations

from collections.abc import Sequence

from portal.accounts.models import User
from portal.community.bookmarks.domain.searches import read_search
from portal.community.bookmarks.models import SavedSearch
from portal.community.digests.domain.sections import Item, NotReady, Period
from search import found
from search.facets import FacetVocabulary


def of_saved_searches(user: User, period: Period) -> Sequence[Item]:
    """Documents that came since a search was last told, or saved. Raises NotReady while the index lags behind.

    The period does not matter: each search keeps a mark of its own, moved in the transaction of the letter.
    """
    searches = list(SavedSearch.objects.filter(user=user).order_by("name", "pk"))
    if not searches:
        return []
    try:
        upto = found.served_mark()
        items = [item for saved in searches for item in _items(saved, user, upto)]
    except found.NotReady as error:
        raise NotReady from error
    SavedSearch.objects.filter(pk__in=[saved.pk for saved in searches]).update(mark=upto)
    return items


def _items(saved: SavedSearch, user: User, upto: int) -> list[Item]:
    vocabulary = FacetVocabulary()
    asked = read_search(saved.query, vocabulary)
    documents = found.found_between(asked, user, vocabulary, saved.mark, upto)
    return [Item(document.title, document.url, saved.name) for document in documents]
