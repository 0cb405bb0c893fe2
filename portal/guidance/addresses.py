"""Addresses inside the portal, and which view answers them."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import Resolver404, resolve
from django.utils.translation import override

from portal.guidance.validators import address_problem, bare_path

PAGE = "wagtail_serve"
TERM, SPEAKER = "term", "speaker"


class View(NamedTuple):
    """Name of a view, "" where nobody answers, and its parameters; a page of the tree has none here."""

    name: str
    parameter: str = ""

    @property
    def can_be_checked(self) -> bool:
        """Whether we can tell who may read it: pages, terms, speakers, and screens without a parameter."""
        return bool(self.name) and (not self.parameter or self.name in (TERM, SPEAKER))


def view_of(address: str) -> View:
    """The view that answers a Korean or English address; its query does not matter."""
    if address_problem(address):
        return View("")
    try:
        with override("ko"):
            match = resolve(bare_path(address))
    except Resolver404:
        return View("")
    if match.url_name == PAGE:
        return View(PAGE)
    return View(match.url_name or "", "/".join(str(value) for value in (*match.args, *match.kwargs.values())))
