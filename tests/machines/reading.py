"""Reads what a page says to machines."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.utils.encoding import iri_to_uri


class Read(HTMLParser):
    """links: (rel, attributes); metas: property or name -> contents; blocks: texts of data blocks; ids; anchors."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []
        self.metas: dict[str, list[str]] = {}
        self.blocks: list[str] = []
        self.anchors: list[str] = []
        self.ids: set[str] = set()
        self._in_block = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids.update(filter(None, [values.get("id")]))
        if tag == "link":
            self.links.append(values)
        elif tag == "meta":
            name = values.get("property") or values.get("name", "")
            self.metas.setdefault(name, []).append(values.get("content", ""))
        elif tag == "a" and "href" in values:
            self.anchors.append(values["href"])
        elif tag == "script" and values.get("type") == "application/ld+json":
            self._in_block = True
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_block = self._in_block and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._in_block:
            self.blocks[-1] += data

    def hrefs(self, rel: str, **attributes: str) -> list[str]:
        return [
            link["href"]
            for link in self.links
            if link.get("rel") == rel and all(link.get(name) == value for name, value in attributes.items())
        ]

    def languages(self) -> dict[str, str]:
        return {link["hreflang"]: link["href"] for link in self.links if "hreflang" in link}

    def meta(self, name: str) -> str:
        """The content of the one meta element of that name."""
        (content,) = self.metas[name]
        return content

    def nodes(self) -> list[dict[str, Any]]:
        return [json.loads(block) for block in self.blocks]

    def node(self, kind: str) -> dict[str, Any]:
        (found,) = [node for node in self.nodes() if node["@type"] == kind]
        return found


def parse(text: str) -> Read:
    read = Read()
    read.feed(text)
    return read


def read(client: Client, address: str) -> Read:
    response = client.get(iri_to_uri(address))
    assert response.status_code == 200, (address, response.status_code)
    return parse(response.content.decode())
