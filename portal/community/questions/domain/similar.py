"""What there is already that is like what somebody is writing: the search of the portal, asked with their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from search import registry
from search.facets import FacetVocabulary
from search.params import MAX_QUERY_PAGE, SearchRequest, clean
from search.query import run_search
from search.results import Result

MOST = 5
#: Less says too little to be compared.
LEAST_SIGNS = 2


def similar_to(text: str, kinds: Iterable[str], viewer: Any, limit: int = MOST) -> Sequence[Result]:
    """Up to `limit` results of these kinds that `viewer` may see, the likest first; none for hardly any text.

    Kinds that nothing is registered for are left out. Empty while no engine answers.
    """
    query = clean(text)[:MAX_QUERY_PAGE].rstrip()
    known = registry.current().kinds()
    wanted = tuple(dict.fromkeys(kind for kind in kinds if kind in known))
    if len(query) < LEAST_SIGNS or not wanted:
        return []
    asked = SearchRequest(query=query, asked=query, filters={"kind": wanted}, size=limit)
    return run_search(asked, viewer, FacetVocabulary()).results
