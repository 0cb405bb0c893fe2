"""The one address of each page, and the same page in the other language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.encoding import iri_to_uri

from portal.core.listing import Listing
from portal.machines.subjects import has_english

ENGLISH = "/en"
# Screens that are another page with other values of these parameters.
_KEPT = {"compare": ("id",)}


@dataclass(frozen=True)
class Addresses:
    """Absolute addresses. alternates: (hreflang, address), empty where there is one language only."""

    canonical: str
    alternates: tuple[tuple[str, str], ...] = ()
    previous: str = ""
    next: str = ""


def absolute(request: HttpRequest, path: str) -> str:
    """The address of a path on the host by which the reader came; full addresses stay as they are."""
    return request.build_absolute_uri(iri_to_uri(path))


def has_address(name: str, **parameters: str) -> bool:
    """Whether this portal has an address of that name."""
    try:
        reverse(name, kwargs=parameters or None)
    except NoReverseMatch:
        return False
    return True


def addresses_of(request: HttpRequest, context: Mapping[str, Any], subject: Any) -> Addresses:
    """Addresses without what only orders or tracks: of its parameters a list keeps filters and page."""
    path = _korean_path(context, subject)
    listing = context.get("listing")
    query, numbers = _of_listing(listing) if isinstance(listing, Listing) else (_kept(request), (0, 0, 0))
    english = has_english(subject)
    in_english = english and context.get("language") == "en"

    def address(prefix: str, number: int) -> str:
        whole = "&".join(filter(None, [query, f"page={number}" if number > 1 else ""]))
        return absolute(request, f"{prefix}{path}{'?' if whole else ''}{whole}")

    own = ENGLISH if in_english else ""
    before, number, after = numbers
    korean = address("", number)
    alternates = (("ko", korean), ("en", address(ENGLISH, number)), ("x-default", korean))
    return Addresses(
        canonical=address(own, number),
        alternates=alternates if english else (),
        previous=address(own, before) if before else "",
        next=address(own, after) if after else "",
    )


def _korean_path(context: Mapping[str, Any], subject: Any) -> str:
    """An alias is the page it repeats."""
    if getattr(subject, "alias_of_id", None) and subject.alias_of.live:
        from portal.core.searchable import korean_url

        return korean_url(subject.alias_of)
    return str(context.get("url_ko") or "/").partition("?")[0]


def _kept(request: HttpRequest) -> str:
    match = request.resolver_match
    names = _KEPT.get(match.view_name or "", ()) if match else ()
    return urlencode([(name, value) for name in names for value in request.GET.getlist(name)])


def _of_listing(listing: Listing) -> tuple[str, tuple[int, int, int]]:
    """The query of the chosen filters, and the numbers of the page before, this page and the page after.

    The tenth page of another order is no page of the list: its address is that of the list.
    """
    query = QueryDict(listing.base_query, mutable=True)
    query.pop("sort", None)
    for name in list(query):
        query.setlist(name, sorted(query.getlist(name)))
    page = listing.page
    if any(link.selected and link.value != listing.sorts[0].value for link in listing.sorts):
        return query.urlencode(), (0, 1, 0)
    before = page.previous_page_number() if page.has_previous() else 0
    after = page.next_page_number() if page.has_next() else 0
    return query.urlencode(), (before, page.number, after)
