"""Counting searches and clicks on the way out, also where the page was kept and no view was asked.

How: the results page tells what was searched in a header (kept with the page, taken off here). A search is counted
when a person opens results by another text than the results page they come from, so neither a filter nor the next page
counts, and without anything that would tell one reader from another. A click is known by the page that a request comes
from; its rank is told by the browser (static/js/clicks.js), or stays unknown.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from search.counting.buffer import Note, buffer
from search.counting.header import HEADER
from search.counting.requests import RESULTS, by_a_person, is_from_here, is_reload, search_before
from search.facets import CLOSED
from search.limits import seconds_to_wait
from search.params import clean

if TYPE_CHECKING:
    from search.query import SearchResponse

logger = logging.getLogger(__name__)

#: Where browsers tell the rank of a result that was clicked. Answered here: no transaction is opened for it.
CLICKS = "/search/clicks/"
_LONGEST_CLICK = 2_000
_HIGHEST_RANK = 1_000


def note_search(answer: HttpResponse, response: SearchResponse) -> None:
    """Tell in a header of the page what was searched; nothing for what is no new search."""
    asked = response.request
    if not response.ready or not asked.query or response.typed.page > 1:
        return
    kept = [
        (name, value)
        for name, values in asked.filters.items()
        for value in values
        if name in CLOSED or name == "year"
    ]
    note = {
        "query": asked.query,
        "filters": "&".join(f"{name}={value}" for name, value in sorted(kept))[:300],
        "district": next(iter(asked.filters.get("district", ())), ""),
        "field": _field(response),
        "found": response.total,
    }
    answer[HEADER] = json.dumps(note)


def _field(response: SearchResponse) -> str:
    """The chosen field, or the one of most of what was found."""
    chosen = response.request.filters.get("field")
    if chosen:
        return chosen[0]
    counts = {item.value: item.count for item in response.facets.get("field", ())}
    leading = max(counts, key=lambda value: counts[value], default="")
    return leading if leading and counts[leading] * 2 > sum(counts.values()) else ""


class SearchLogMiddleware:
    """Stands outside of the kept pages. Never fails and never waits for the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == CLICKS and request.method == "POST":
            _safely(_take_click, request)
            # Whatever came of it: nobody waits for the answer.
            return HttpResponse(status=204)
        response = self.get_response(request)
        told = response.get(HEADER)
        del response[HEADER]
        if request.method == "GET" and response.status_code in (200, 304) and settings.SEARCH_LOG_DAYS:
            if told:
                _safely(_count_search, request, told)
            elif request.path not in RESULTS:
                _safely(_count_opened, request)
        return response


def _safely(count: Callable[..., None], *args: object) -> None:
    """A page that was made is answered, whether it can be counted or not."""
    try:
        count(*args)
    except Exception as error:
        # The name of the error only: its message may repeat what was searched.
        logger.warning("a search was not counted: %s", type(error).__name__)


def _count_search(request: HttpRequest, told: str) -> None:
    if by_a_person(request) and not is_reload(request):
        buffer.search(Note(**json.loads(told)), search_before(request))


def _count_opened(request: HttpRequest) -> None:
    before = search_before(request)
    if before and by_a_person(request) and not is_reload(request):
        buffer.click(before, path=request.path)


def _take_click(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > _LONGEST_CLICK or not settings.SEARCH_LOG_DAYS:
        return
    if not is_from_here(request) or seconds_to_wait("clicks", request):
        return
    rank = request.POST.get("rank", "")
    if rank.isdecimal() and len(rank) < 5 and 1 <= int(rank) <= _HIGHEST_RANK:
        buffer.click(clean(request.POST.get("q", "")), rank=int(rank))
