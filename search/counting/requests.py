"""What a request tells of a search: whether a person asks, and from which search they come. Nothing of it is kept."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest

from search.counting.texts import without_filters

RESULTS = frozenset({"/search/", "/en/search/"})

#: What programs call themselves. Browsers that a program drives say so as well.
_PROGRAM = re.compile(
    r"(?<!cu)bot(?![a-z])|crawl|spider|slurp|headless|preview|yeti|daumoa|daum/|facebookexternalhit|monitor|lighthouse|archiver|"
    r"curl|wget|python|httpx|aiohttp|okhttp|java/|go-http|libwww|perl|ruby|node-fetch|axios|scrapy|phantom|selenium|"
    r"playwright|puppeteer|http-?client|feed|validator|scan",
    re.IGNORECASE,
)
_LONGEST_REFERER = 2_000


def by_a_person(request: HttpRequest) -> bool:
    """Whether a browser opens a page for somebody: no program by its own word, no page fetched ahead or by a script."""
    headers = request.headers
    if _PROGRAM.search(headers.get("User-Agent", "")):
        return False
    if "prefetch" in f"{headers.get('Sec-Purpose', '')} {headers.get('Purpose', '')}":
        return False
    return headers.get("Sec-Fetch-Dest", "document") in ("document", "iframe")


def is_reload(request: HttpRequest) -> bool:
    """Browsers ask this way when somebody presses "reload"."""
    wanted = request.headers.get("Cache-Control", "")
    return "max-age=0" in wanted or "no-cache" in wanted


def search_before(request: HttpRequest) -> str | None:
    """The tidied text of the results page on which a link or form of this site was used; None for no such page."""
    written = request.headers.get("Referer", "")
    if "/search/?" not in written or len(written) > _LONGEST_REFERER:
        return None
    try:
        came_from = urlsplit(written)
        if came_from.netloc != request.get_host() or came_from.path not in RESULTS:
            return None
        asked = parse_qs(came_from.query).get("q", [""])[-1]
    except ValueError:
        return None
    return without_filters(asked) or None


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sends this, as far as the browser tells."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.get_host()
