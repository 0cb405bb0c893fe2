"""What each kind of page is, in the words of schema.org.

Nodes are read from the page and from what everybody may see beside it, never from what this reader may see:
the head of a page is the same for all. Rooms register their types with `describe.register`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property

from portal.core.models import SiteIdentity
from portal.machines.addresses import absolute
from portal.machines.nodes import Node, node


@dataclass
class Surroundings:
    """Where a node is shown: the request for its host, the page's one address, its picture, its language."""

    request: HttpRequest
    canonical: str
    picture: str
    language: str

    def url(self, path: str) -> str:
        return absolute(self.request, path)

    def local_url(self, path: str) -> str:
        """The address of a Korean path in the language of the page."""
        return self.url(f"/en{path}" if self.language == "en" else path)

    @cached_property
    def publisher(self) -> Node | None:
        """Who runs the portal, as far as the operator has said so."""
        identity = SiteIdentity.for_request(self.request)
        english = self.language == "en" and identity.operator_en
        name = identity.operator_en if english else identity.operator
        return node("Organization", id=self.url("/#operator"), name=name, url=self.url("/")) if name else None


@singledispatch
def describe(subject: Any, where: Surroundings) -> list[Node]:
    """The nodes of a page about `subject`; none for what schema.org has no word for."""
    return []


Screen = Callable[[Surroundings], list[Node]]
_screens: dict[str, Screen] = {}


def screen(name: str) -> Callable[[Screen], Screen]:
    """Register what a screen is that is about no one page, by the name of its address."""

    def register(nodes: Screen) -> Screen:
        _screens[name] = nodes
        return nodes

    return register


def nodes_of(subject: Any, where: Surroundings) -> list[Node]:
    """The nodes of a page about `subject`, or of the screen that was asked for."""
    if subject is not None:
        return describe(subject, where)
    match = where.request.resolver_match
    return _screens[match.view_name](where) if match and match.view_name in _screens else []


def is_described(subject: Any) -> bool:
    """Whether `subject` is something a page can be about."""
    return describe.dispatch(type(subject)) is not describe.dispatch(object)
