"""What a bookmark can be of: any page and any attachment that somebody may see, and the places in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from portal.community.questions.domain.subjects import (
    ATTACHMENT,
    find_subject,
    seconds_of,
    subject_of_page,
)
from portal.core.models import PortalDocument
from search.audience import visible_pages

LARGEST = 2**63


@dataclass(frozen=True)
class Target:
    """A page or a file, and the place in it ("" for all of it)."""

    page: Page | None = None
    document: PortalDocument | None = None
    locator: str = ""


def find_target(key: str, place: str, viewer: Any) -> Target | None:
    """The target of a key ("page:12", "file:3") and a place: a locator or, of a lecture, a moment ("12:34").

    None for what `viewer` may not see; a place that leads nowhere is left out.
    """
    kind, _, number = key.partition(":")
    if not number.isascii() or not number.isdecimal() or int(number) >= LARGEST:
        return None
    if kind == "file":
        return _of_file(int(number), place, viewer)
    return _of_page(int(number), place, viewer) if kind == "page" else None


def _of_page(pk: int, place: str, viewer: Any) -> Target | None:
    page = visible_pages(Page.objects.filter(pk=pk), viewer).first()
    if page is None:
        return None
    subject = subject_of_page(page, viewer) if place else None
    seconds = seconds_of(place) if place else None
    written = f"t={seconds}" if seconds is not None else place
    return Target(page=page, locator=subject.locator(written) if subject else "")


def _of_file(pk: int, place: str, viewer: Any) -> Target | None:
    subject = find_subject(f"{ATTACHMENT}:{pk}", viewer)
    if subject is None or subject.document is None:
        return None
    return Target(document=subject.document, locator=subject.locator(place))
