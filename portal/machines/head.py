"""What the head of a page says to machines, from the context of its template and from what the head already says."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from home.models import HomePage
from portal.machines.addresses import Addresses, absolute, addresses_of
from portal.machines.captions import portal_name
from portal.machines.feed_links import FeedLink, feed_links
from portal.machines.nodes import script
from portal.machines.pictures import Picture, picture_of
from portal.machines.structured import Surroundings, nodes_of
from portal.machines.subjects import subject_of

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_DESCRIPTION = re.compile(r'<meta\s+name="description"\s+content="([^"]*)"')
_NOINDEX = re.compile(r'<meta\s+name="robots"\s+content="[^"]*noindex')


@dataclass(frozen=True)
class Head:
    """addresses: None for what is not to be indexed; blocks: JSON-LD as data blocks."""

    title: str
    description: str
    language: str
    kind: str
    addresses: Addresses | None
    picture: Picture
    picture_url: str
    feeds: list[FeedLink]
    blocks: list[SafeString]

    @property
    def locale(self) -> str:
        return "en_US" if self.language == "en" else "ko_KR"

    @property
    def other_locale(self) -> str:
        other = "ko_KR" if self.language == "en" else "en_US"
        return other if self.addresses and self.addresses.alternates else ""


def build_head(request: HttpRequest, context: Mapping[str, Any], written: str) -> Head:
    """The head for a template's context; `written` is the part with title, description and robots."""
    subject = subject_of(context)
    language = "en" if context.get("language") == "en" else "ko"
    addresses = addresses_of(request, context, subject)
    picture = picture_of(subject)
    picture_url = absolute(request, picture.url)
    indexed = not _NOINDEX.search(written)
    where = Surroundings(request, addresses.canonical, picture_url, language)
    nodes = nodes_of(subject, where) if indexed else []
    return Head(
        title=_text(_TITLE, written).removesuffix(f" | {portal_name()}"),
        description=_text(_DESCRIPTION, written),
        language=language,
        kind="website" if subject is None or isinstance(subject, HomePage) else "article",
        addresses=addresses if indexed else None,
        picture=picture,
        picture_url=picture_url,
        feeds=feed_links(subject),
        blocks=[script(item) for item in nodes],
    )


def _text(pattern: re.Pattern[str], written: str) -> str:
    found = pattern.search(written)
    return " ".join(html.unescape(found[1]).split()) if found else ""
