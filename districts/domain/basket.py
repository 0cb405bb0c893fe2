"""The basket of cases to compare: at most four ids in a cookie of the browser, nothing on the server.

Public pages never read it, so they are the same for everybody and can be cached. Whoever changes it is sent to the
comparison, whose address names the cases.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from districts.domain.cases import visible_cases
from districts.domain.comparison import MOST

COOKIE = "compare"
_SHAPE = re.compile(r"[0-9]{1,18}(\.[0-9]{1,18}){0,3}")


@dataclass(frozen=True)
class Change:
    """The ids in the basket after a change, and what happened: a key of `message`."""

    ids: list[int]
    status: str


def basket_ids(request: HttpRequest) -> list[int]:
    """The ids in the reader's basket; none where the cookie is not ours."""
    value = request.COOKIES.get(COOKIE, "")
    return list(dict.fromkeys(int(part) for part in value.split("."))) if _SHAPE.fullmatch(value) else []


def add(ids: Sequence[int], value: str, viewer: Any) -> Change:
    """Put one more case into the basket. A case that the viewer may not see is like one that does not exist."""
    kept = list(ids)
    wanted = int(value) if _SHAPE.fullmatch(value) and "." not in value else 0
    if wanted in kept:
        return Change(kept, "there")
    if not visible_cases(viewer).filter(pk=wanted).exists():
        return Change(kept, "missing")
    kept = _still_visible(kept, viewer)
    if len(kept) >= MOST:
        return Change(kept, "full")
    return Change([*kept, wanted], "added")


def replace(values: Sequence[str], viewer: Any) -> Change:
    """Keep exactly these cases: how one is taken out, and all of them."""
    numbers = [int(value) for value in values[:MOST] if _SHAPE.fullmatch(value) and "." not in value]
    kept = _still_visible(list(dict.fromkeys(numbers)), viewer)
    return Change(kept, "removed" if kept else "emptied")


def _still_visible(ids: list[int], viewer: Any) -> list[int]:
    seen = set(visible_cases(viewer).filter(pk__in=ids).values_list("pk", flat=True))
    return [pk for pk in ids if pk in seen]


def keep(response: HttpResponse, ids: Sequence[int], *, secure: bool) -> None:
    """Write the basket into the browser, for as long as it stays open. Scripts read it to mark what is chosen."""
    if ids:
        value = ".".join(map(str, ids))
        response.set_cookie(COOKIE, value, path="/", secure=secure, httponly=False, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, path="/", samesite="Lax")


def from_here(request: HttpRequest) -> bool:
    """Whether a form of this site was sent, as far as the browser says. No token: pages with one cannot be cached."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.get_host()


def message(status: str) -> str:
    """What to tell the reader after a change; empty for anything else."""
    texts = {
        "added": gettext("비교함에 담았습니다."),
        "there": gettext("이미 비교함에 있는 사례입니다."),
        "full": gettext("비교함에는 네 건까지 담을 수 있습니다. 하나를 빼고 다시 담아 주세요."),
        "missing": gettext("없거나 볼 수 없는 사례입니다."),
        "removed": gettext("비교함에서 뺐습니다."),
        "emptied": gettext("비교함을 비웠습니다."),
    }
    return texts.get(status, "")
