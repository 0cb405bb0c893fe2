"""Nodes that many pages share: sources, licences, names, texts in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portal.core.enums import Kogl
from portal.core.templatetags.portal_text import localized
from portal.machines.nodes import Node, iso_text, node

KOGL_HOME = "https://www.kogl.or.kr/info/license.do"
_NUMBERED = (Kogl.TYPE_1, Kogl.TYPE_2, Kogl.TYPE_3, Kogl.TYPE_4)


def licence_url(licence: str) -> str:
    """Where the terms of a KOGL type stand; "" for material without a mark."""
    if licence in _NUMBERED:
        return f"https://www.kogl.or.kr/info/licenseType{licence}.do"
    return "" if licence in ("", Kogl.NONE) else KOGL_HOME


def text_of(source: object, name: str) -> str:
    """A text in the language of the page, in Korean where there is no other."""
    return str(localized(source, name).text)


def languages(english: bool) -> list[str]:
    """What a page is written in: Korean, and English where it has an English title or summary."""
    return ["ko", "en"] if english else ["ko"]


def citations(stream: Iterable[Any]) -> list[Node]:
    """Sources as they are named on the page, their dates as far as they are known."""
    return [
        node(
            "CreativeWork",
            name=block.value.get("title") or block.value["outlet"],
            publisher=node("Organization", name=block.value["outlet"]),
            datePublished=iso_text(block.value.get("date")),
            url=block.value.get("url"),
        )
        for block in stream
    ]


def organisations(lines: str) -> list[Node]:
    """One organisation per line."""
    return [node("Organization", name=line.strip()) for line in lines.splitlines() if line.strip()]


def person(name: str, affiliation: str = "", role: str = "", url: str = "") -> Node:
    """A person as they were introduced on an occasion."""
    return node(
        "Person",
        name=name,
        affiliation=node("Organization", name=affiliation) if affiliation else None,
        jobTitle=role,
        url=url,
    )
