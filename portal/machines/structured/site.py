"""The portal itself, and the way from its home to a page."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from home.models import HomePage, PlainPage
from portal.core.models import PortalPage, Tag
from portal.machines.nodes import Node, node
from portal.machines.structured import Surroundings, describe
from portal.machines.structured.parts import text_of


@describe.register(PortalPage)
def _page(page: PortalPage, where: Surroundings) -> list[Node]:
    """Lists and pages without a type of their own."""
    return [_web_page("CollectionPage", page, where)]


@describe.register(PlainPage)
def _plain(page: PlainPage, where: Surroundings) -> list[Node]:
    return [_web_page("WebPage", page, where)]


def _web_page(kind: str, page: PortalPage, where: Surroundings) -> Node:
    return node(
        kind,
        name=page.local_title,
        description=text_of(page, "summary"),
        url=where.canonical,
        inLanguage=where.language,
        isPartOf=node("WebSite", id=where.url("/#website")),
    )


@describe.register(HomePage)
def _home(page: HomePage, where: Surroundings) -> list[Node]:
    search = node(
        "SearchAction",
        target=node("EntryPoint", urlTemplate=where.local_url("/search/") + "?q={search_term_string}"),
    )
    # Not a property of schema.org's vocabulary but of its way to describe input.
    search["query-input"] = "required name=search_term_string"
    website = node(
        "WebSite",
        id=where.url("/#website"),
        name=_("스마트시티 서울 CDO 포럼 지식 포털"),
        description=text_of(page, "summary"),
        url=where.canonical,
        inLanguage=["ko", "en"],
        publisher=where.publisher,
        potentialAction=search,
    )
    return [website]


@describe.register(Tag)
def _tag(tag: Tag, where: Surroundings) -> list[Node]:
    return [
        node(
            "CollectionPage",
            name=tag.label,
            url=where.canonical,
            inLanguage=where.language,
            about=node("Thing", name=tag.label),
            isPartOf=node("WebSite", id=where.url("/#website")),
        )
    ]


def breadcrumb(steps: Iterable[tuple[str, str]], current: str) -> Node:
    """The way as (title, absolute address) pairs, and the title of the page at its end."""
    items = [
        node("ListItem", position=number, name=title, item=url)
        for number, (title, url) in enumerate(steps, 1)
    ]
    items.append(node("ListItem", position=len(items) + 1, name=current))
    return node("BreadcrumbList", itemListElement=items)
