"""What a promoted result can lead to: anything that is found."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from wagtail.models import Page

from search import registry
from search.models import SearchDocument


class Target(NamedTuple):
    kind: str
    object_id: int


def kind_of_page(page_id: int) -> str | None:
    """The kind under which a page of this type is found; None where it never is."""
    page = Page.objects.filter(pk=page_id).first()
    found = registry.current().of_model(page.specific_class) if page and page.specific_class else []
    return found[0].kind if found else None


def find_target(address: str) -> Target | None:
    """The document at an address as results show it, in Korean or English, whole or from the first slash."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return None
    path = path.removeprefix("/en") if path.startswith("/en/") else path
    if not path.startswith("/"):
        return None
    found = SearchDocument.objects.filter(url__in=[path, f"{path}/"], deleted=False).first()
    return Target(found.kind, found.object_id) if found else None
