"""Pages kept in memory for readers who are not signed in, and what every response says about keeping it.

A kept page is used only for the state of the site that it was made from (`portal.core.changes`), so it is gone in
every process the moment a change can be seen; results of a search also only for the state of the index
(`search.freshness`). Browsers and proxies may keep public pages but have to ask each time
("no-cache"): the answer is 304 while nothing changed, and whatever holds now when the page was made private.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from collections import OrderedDict, UserDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from wagtail.models import Site

from portal.core import changes
from search import freshness
from search.counting.header import HEADER

GetResponse = Callable[[HttpRequest], HttpResponseBase]

#: The moment of a recording: the page is the same at every one of them, the player goes there by itself.
SAME_PAGE = frozenset({"t"})
#: Parameters of lists. An address with any other is answered but not kept.
PARAMETERS = frozenset(
    {
        "category",
        "country",
        "district",
        "field",
        "find",
        "hall",
        "kind",
        "level",
        "order",
        "outcome",
        "page",
        "rank",
        "session",
        "sort",
        "speaker",
        "stage",
        "status",
        "tag",
        "type",
        "year",
    }
)
LONGEST_QUERY = 300
#: Pages that show more than the database: what the index finds.
SEARCHES = frozenset({"/search/", "/en/search/"})
#: Addresses of other things than pages; whether the process is up is told without the database.
NOT_PAGES = ("/admin/", "/api/", "/documents/", "/healthz", "/media/", "/readyz", "/recordings/", "/static/")
#: Bytes of compressed pages kept in one process: plain addresses, and those with parameters, which may be many.
PLAIN_BYTES = 16 * 1024 * 1024
QUERIED_BYTES = 6 * 1024 * 1024

COMPRESSED = re.compile(r"(text/|application/(json|ld\+json|xml|rss\+xml|atom\+xml|vnd\.oai))", re.I)
SMALLEST = 500
_GZIP = re.compile(r"(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[^,]*)?(?:,|$)", re.I)
#: Read on the way in of every request, and without a session, a token or a message they change nothing.
_HARMLESS_COOKIES = frozenset(
    {
        settings.CSRF_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
        settings.SESSION_COOKIE_NAME,
        "messages",
    }
)
_OF_ONE_ANSWER = frozenset({"Content-Length", "Server-Timing"})
_PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")


@dataclass(frozen=True)
class Kept:
    """A page as it was answered. ``body``: compressed."""

    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def size(self) -> int:
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers) + 500


class Shelf:
    """Pages by address, at most so many bytes of them; those not asked for longest go first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.used = 0
        self._pages: OrderedDict[Any, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Any) -> Kept | None:
        page = self._pages.get(key)
        if page is not None:
            self._pages.move_to_end(key)
        return page

    def put(self, key: Any, page: Kept) -> None:
        if page.size > self.most_bytes // 8:
            return
        self._drop(key)
        self._pages[key] = page
        self.used += page.size
        while self.used > self.most_bytes:
            self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        self._pages.clear()
        self.used = 0

    def _drop(self, key: Any) -> None:
        gone = self._pages.pop(key, None)
        self.used -= gone.size if gone else 0


class PageStore:
    """What one process keeps: pages of one state of the site on one day. Safe for threads."""

    def __init__(self, plain_bytes: int = PLAIN_BYTES, queried_bytes: int = QUERIED_BYTES) -> None:
        self._lock = threading.Lock()
        self._state = ""
        self._plain = Shelf(plain_bytes)
        self._queried = Shelf(queried_bytes)

    def __len__(self) -> int:
        return len(self._plain) + len(self._queried)

    @property
    def used(self) -> int:
        """Bytes in use."""
        return self._plain.used + self._queried.used

    def enter(self, state: str) -> None:
        """Throw everything away when the site is in another state now."""
        with self._lock:
            if state == self._state:
                return
            self._state = state
            self._plain.clear()
            self._queried.clear()
        # Wagtail remembers where sites begin for an hour, and tells other processes nothing.
        Site.clear_site_root_paths_cache()

    def get(self, state: str, key: tuple[str, ...]) -> Kept | None:
        with self._lock:
            return self._shelf(key).get(key) if state == self._state else None

    def put(self, state: str, key: tuple[str, ...], page: Kept) -> None:
        with self._lock:
            if state == self._state:
                self._shelf(key).put(key, page)

    def _shelf(self, key: tuple[str, ...]) -> Shelf:
        return self._queried if key[-1] else self._plain


class WatchedCookies(UserDict[str, str]):
    """The cookies of a request, noting whether an answer depends on one."""

    consulted = False

    def __getitem__(self, name: str) -> str:
        self._note(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self._note(name)
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        self._note("*")
        return super().__iter__()

    def __len__(self) -> int:
        self._note("*")
        return super().__len__()

    def _note(self, name: object) -> None:
        self.consulted = self.consulted or name not in _HARMLESS_COOKIES


store = PageStore()


class PageCacheMiddleware:
    """Answer from memory where that is the same as making the page; set validators and compress the rest.

    Stands outside of sessions and sign-in: a request that carries either is passed on and never kept.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or _is_preview(request):
            return self.get_response(request)
        if _is_personal(request):
            return _close_personal(self.get_response(request))
        key = _key(request)
        state = _state() if key else ""
        page = store.get(state, key) if key and state else None
        if page is None:
            cookies = WatchedCookies()
            cookies.data = request.COOKIES
            request.COOKIES = cookies  # type: ignore[assignment]
            response = self.get_response(request)
            if not _is_harmless(request, response):
                return response
            page = _finish(request, response, cookies)
            if page is None:
                return _compressed(request, response)
            if key and state:
                store.put(state, key, page)
        return _answer(request, page)


def _is_preview(request: HttpRequest) -> bool:
    """Wagtail sends previews of drafts through all middleware, under the address of the live page."""
    return getattr(request, "is_dummy", False)


def _is_personal(request: HttpRequest) -> bool:
    return "HTTP_AUTHORIZATION" in request.META or any(name in request.COOKIES for name in _PERSONAL_COOKIES)


def _close_personal(response: HttpResponseBase) -> HttpResponseBase:
    """Pages for somebody signed in stay out of every cache. Files and data decide for themselves."""
    if _is_html(response) and not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_store=True)
    return response


def _key(request: HttpRequest) -> tuple[str, ...] | None:
    """Address of the page by everything it can differ by; None for one that is not kept."""
    query = request.META.get("QUERY_STRING", "")
    if request.method != "GET" or request.path.startswith(NOT_PAGES) or len(query) > LONGEST_QUERY:
        return None
    searches = request.path in SEARCHES
    if not (freshness.PARAMETERS if searches else PARAMETERS | SAME_PAGE).issuperset(request.GET):
        return None
    if not searches and not SAME_PAGE.isdisjoint(request.GET):
        query = _without_moment(request)
    index = freshness.index_state() if searches else ""
    # Raises DisallowedHost as the request would later.
    return None if index is None else (request.scheme or "", request.get_host(), request.path, index, query)


def _without_moment(request: HttpRequest) -> str:
    rest = request.GET.copy()
    for name in SAME_PAGE:
        rest.pop(name, None)
    return rest.urlencode()


def _state() -> str:
    """The state of the site today, or nothing when it cannot be told. Pages say what is still to come."""
    try:
        state = f"{changes.state()} {timezone.localdate()}"
    except changes.Unknown:
        return ""
    store.enter(state)
    return state


def _is_html(response: HttpResponseBase) -> bool:
    return response.get("Content-Type", "").startswith("text/html")


def _is_harmless(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the answer is whole and holds nothing that is meant for one reader: no token, cookie or message.

    Only such answers are compressed, so that their length tells no secret.
    """
    if response.streaming or response.cookies or response.has_header("Content-Encoding"):
        return False
    messages = get_messages(request)
    told = getattr(messages, "added_new", False) or len(messages) > 0
    return not told and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")


def _finish(request: HttpRequest, response: HttpResponseBase, cookies: WatchedCookies) -> Kept | None:
    """The page as it is kept, with its validator; None for an answer that is not a public page for everybody."""
    if not isinstance(response, HttpResponse) or response.status_code != 200 or not _is_html(response):
        return None
    if cookies.consulted or response.has_header("Cache-Control") or not _varies_little(response):
        return None
    # What somebody searched for stays between the portal and the browser.
    response["Cache-Control"] = f"{'private' if request.path in SEARCHES else 'public'}, no-cache"
    # The language is in the address; Django names the header for every address without a prefix all the same.
    response["Vary"] = "Accept-Encoding, Cookie"
    response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    headers = tuple((name, value) for name, value in response.items() if name not in _OF_ONE_ANSWER)
    return Kept(headers, gzip.compress(response.content, 6, mtime=0))


def _varies_little(response: HttpResponseBase) -> bool:
    named = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return named <= {"accept-encoding", "accept-language", "cookie"}


def _answer(request: HttpRequest, page: Kept) -> HttpResponseBase:
    """The kept page in the form that this browser takes, or 304 when it has it."""
    headers = dict(page.headers)
    response = HttpResponse(headers=headers)
    unchanged = get_conditional_response(request, etag=headers["ETag"], response=response)
    if unchanged is not None and unchanged is not response:
        if HEADER in headers:
            unchanged[HEADER] = headers[HEADER]
        return unchanged
    if _takes_gzip(request):
        response.content = page.body
        response["Content-Encoding"] = "gzip"
    else:
        response.content = gzip.decompress(page.body)
    response["Content-Length"] = str(len(response.content))
    return response


def _takes_gzip(request: HttpRequest) -> bool:
    return bool(_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))


def _compressed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """An answer that is not kept, smaller where it is text."""
    if not isinstance(response, HttpResponse) or len(response.content) < SMALLEST:
        return response
    if not COMPRESSED.match(response.get("Content-Type", "")):
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    if not _takes_gzip(request):
        return response
    response.content = gzip.compress(response.content, 6, mtime=0)
    response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
    etag = response.get("ETag", "")
    if etag.startswith('"'):
        response["ETag"] = f"W/{etag}"
    return response
