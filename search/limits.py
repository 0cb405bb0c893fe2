"""How much one client may ask for. Counted in the memory of each process; no cache, no database, nothing kept.

A whole district office can stand behind one address, so the limits are those of many people at once: only a program
meets them. Clients are told apart by a keyed hash of their address whose key is gone with the process.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

#: Clients remembered by a process; those not heard of longest are forgotten.
MOST_CLIENTS = 10_000


@dataclass(frozen=True)
class Limit:
    """So many requests at once, and so many a second in the long run. Each process counts for itself."""

    burst: int
    per_second: float


#: What is limited -> times SEARCH_REQUESTS_PER_SECOND. Suggestions come with every key, of each person who types.
_TIMES = {"search": 1.0, "suggest": 5.0, "clicks": 1.0}
#: Seconds' worth of requests that may come at once.
_BURST_SECONDS = 5


def limit_of(name: str) -> Limit | None:
    """The limit in force; None where SEARCH_REQUESTS_PER_SECOND is 0."""
    per_second = settings.SEARCH_REQUESTS_PER_SECOND * _TIMES[name]
    return Limit(max(1, int(per_second * _BURST_SECONDS)), per_second) if per_second > 0 else None


class Meter:
    """Token buckets by client. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buckets: OrderedDict[tuple[str, bytes], tuple[float, float]] = OrderedDict()

    def wait(self, name: str, client: bytes, now: float | None = None) -> float:
        """0 when the request may be answered, otherwise the seconds until one may be."""
        limit, now = limit_of(name), time.monotonic() if now is None else now
        if limit is None:
            return 0.0
        with self._lock:
            left, then = self._buckets.pop((name, client), (float(limit.burst), now))
            left = min(left + (now - then) * limit.per_second, float(limit.burst))
            allowed = left >= 1
            self._buckets[name, client] = (left - 1 if allowed else left, now)
            while len(self._buckets) > MOST_CLIENTS:
                self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - left) / limit.per_second

    def clear(self) -> None:
        with self._lock:
            self._buckets.clear()


meter = Meter()
_key = secrets.token_bytes(16)


def client_of(request: HttpRequest) -> bytes:
    """Who asks, as a hash that means something to this process only."""
    return hashlib.blake2b(_network(address_of(request)).encode(), key=_key, digest_size=8).digest()


def address_of(request: HttpRequest) -> str:
    """Behind TRUSTED_PROXIES reverse proxies it is the address that the outermost of them saw; what stands left of it
    in X-Forwarded-For anybody could have written.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    passed = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    if settings.TRUSTED_PROXIES and passed:
        address = passed[-min(settings.TRUSTED_PROXIES, len(passed))]
    return address


def _is_this_machine(request: HttpRequest) -> bool:
    """Its operator, or a proxy on it that does not say for whom it asks: a limit would be one for all readers."""
    try:
        return ipaddress.ip_address(address_of(request)).is_loopback
    except ValueError:
        return False


def _network(address: str) -> str:
    """One subscriber has many addresses of the newer kind: a /64 counts as one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6:
        return str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False))
    return address


def seconds_to_wait(name: str, request: HttpRequest) -> float:
    """0 when the request may be answered."""
    return 0.0 if _is_this_machine(request) else meter.wait(name, client_of(request))


def limited(name: str) -> Callable[[View[P]], View[P]]:
    """Answer 429 with Retry-After where a client asks more often than ``limit_of(name)``; in JSON below /api/."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            seconds = seconds_to_wait(name, request)
            return view(request, *args, **kwargs) if not seconds else _too_many(request, seconds)

        return guarded

    return decorate


def _too_many(request: HttpRequest, seconds: float) -> HttpResponse:
    after = max(1, math.ceil(seconds))
    answer: HttpResponse
    if request.path.startswith("/api/"):
        with override(get_language_from_request(request)):
            message = _("요청이 너무 잦습니다. %(seconds)s초 뒤에 다시 찾아 주십시오.") % {"seconds": after}
        body = {"error": {"parameter": "", "message": message}}
        answer = JsonResponse(body, status=429, json_dumps_params={"ensure_ascii": False})
    else:
        answer = render(request, "429.html", {"seconds": after}, status=429)
    answer["Retry-After"] = str(after)
    add_never_cache_headers(answer)
    return answer
