"""One's own bookmarks as a list: what each leads to, as far as its owner may still see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.query import PageQuerySet

from portal.accounts.models import User
from portal.community.bookmarks.domain.listening import to_continue
from portal.community.bookmarks.enums import Place
from portal.community.bookmarks.models import Bookmark
from portal.community.questions.domain.subjects import place_name
from portal.core import file_access
from portal.core.listing import ListFilter, Option, build_listing
from portal.core.models import PortalDocument
from search.audience import visible_pages
from search.places import located_url

FIND_LENGTH = 100
_CONDITIONS = {
    Place.PAGE: Q(document=None, locator=""),
    Place.MOMENT: Q(locator__startswith="t="),
    Place.SECTION: Q(locator__startswith="section="),
    Place.FILE: Q(document__isnull=False),
}


@dataclass
class Row:
    """A bookmark and what its owner may see of it: without `url` it is gone or hidden, and has no title."""

    bookmark: Bookmark
    title: str = ""
    place: str = ""
    url: str = ""
    of_file: bool = False


def bookmarks_context(user: User, request: HttpRequest) -> dict[str, Any]:
    """For the template: `listing` with `rows`, `find`, `positions`. A few queries for any number."""
    find = " ".join(request.GET.get("find", "")[:FIND_LENGTH].split())
    found = Bookmark.objects.filter(user=user)
    if find:
        found = found.filter(note__icontains=find)
    listing = build_listing(request, found, [_places()], carried={"find": find})
    return {
        "listing": listing,
        "rows": rows_of(listing.items, user),
        "find": find,
        "positions": to_continue(user),
    }


def _places() -> ListFilter:
    def condition(values: list[str]) -> Q:
        chosen = Q()
        for value in values:
            chosen |= _CONDITIONS[Place(value)]
        return chosen

    return ListFilter("kind", _("종류"), [Option(place.value, place.label) for place in Place], condition)


def rows_of(bookmarks: Sequence[Bookmark], viewer: Any) -> list[Row]:
    """In the same order. Queries: pages by type, files, who may see them."""
    pages = seen_pages({bookmark.page_id for bookmark in bookmarks if bookmark.page_id}, viewer)
    files = seen_files({bookmark.document_id for bookmark in bookmarks if bookmark.document_id}, viewer)
    return [_row(bookmark, pages, files) for bookmark in bookmarks]


def seen_pages(ids: set[int], viewer: Any) -> dict[int, Page]:
    """Pages of these ids that `viewer` may see, as what they are."""
    if not ids:
        return {}
    pages: PageQuerySet[Page] = visible_pages(Page.objects.filter(pk__in=ids), viewer)
    return {page.pk: page for page in pages.specific()}


def seen_files(ids: set[int], viewer: Any) -> dict[int, PortalDocument]:
    """Files of these ids that `viewer` may read."""
    if not ids:
        return {}
    documents = list(PortalDocument.objects.filter(pk__in=ids).select_related("collection"))
    readable = file_access.readable(documents, viewer)
    return {document.pk: document for document in documents if document.pk in readable}


def _row(bookmark: Bookmark, pages: dict[int, Page], files: dict[int, PortalDocument]) -> Row:
    page = pages.get(bookmark.page_id or 0)
    document = files.get(bookmark.document_id or 0)
    place = place_name(bookmark.locator) if bookmark.locator else ""
    if page is not None:
        title = getattr(page, "local_title", page.title)
        return Row(bookmark, title, place, located_url(page.url or "", bookmark.locator))
    if document is not None:
        url = reverse("attachments:preview", args=[document.pk])
        return Row(bookmark, document.title, place, located_url(url, bookmark.locator), of_file=True)
    return Row(bookmark)
