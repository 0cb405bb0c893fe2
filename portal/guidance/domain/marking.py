"""Explaining terms where a page uses them for the first time: a link to the term, described by its definition.

Works on text nodes only. Plain text is escaped here; markup keeps every tag as it is, and nothing is marked inside
links, headings, buttons and code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.guidance.domain.glossary import Entry, glossary

_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^'\">])*>", re.DOTALL)
_TAG_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_CLOSED = frozenset(
    [
        "a",
        "button",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "code",
        "pre",
        "kbd",
        "samp",
        "script",
        "style",
        "textarea",
        "select",
        "summary",
        "label",
        "svg",
    ]
)
_HANGUL = re.compile(r"[가-힣]")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);")


class PageTerms:
    """The terms of one page while it is rendered: `explained` holds the entries in the order of their first use."""

    def __init__(self, but: Iterable[int] = ()) -> None:
        """`but`: ids of terms that the page explains anyhow."""
        self.glossary = glossary()
        self.seen = set(but)
        self.explained: list[Entry] = []
        # A term's address is asked for often: its shape is worked out once.
        self._address = reverse("term", args=["-"]).removesuffix("-/")

    def text(self, text: str) -> SafeString:
        """Plain text, escaped, with first uses marked."""
        return mark_safe(self._marked(text, escaped=False))

    def markup(self, html: str) -> SafeString:
        """Safe markup with first uses in its text nodes marked."""
        parts: list[str] = []
        closed: list[str] = []
        position = 0
        for tag in _TAG.finditer(html):
            parts.append(self._node(html[position : tag.start()], closed))
            parts.append(tag[0])
            position = tag.end()
            _enter(tag[0], closed)
        parts.append(self._node(html[position:], closed))
        return mark_safe("".join(parts))

    def _node(self, text: str, closed: list[str]) -> str:
        return text if closed or not text.strip() else self._marked(text, escaped=True)

    def _marked(self, text: str, *, escaped: bool) -> str:
        """`text` with its terms as links; with `escaped` it is the inside of markup already."""
        keep = str if escaped else escape
        matcher = self.glossary.korean if _HANGUL.search(text) else self.glossary.english
        entities = [match.span() for match in _ENTITY.finditer(text)] if escaped and "&" in text else []
        parts: list[str] = []
        position = 0
        for found in matcher.find(text):
            if found.term in self.seen or any(a < found.end and found.start < b for a, b in entities):
                continue
            entry = self.glossary.entries[found.term]
            self.seen.add(found.term)
            self.explained.append(entry)
            parts.append(keep(text[position : found.start]))
            parts.append(self._link(entry, keep(text[found.start : found.end])))
            position = found.end
        parts.append(keep(text[position:]))
        return "".join(parts)

    def _link(self, entry: Entry, inner: str) -> str:
        address = escape(f"{self._address}{entry.slug}/")
        return f'<a class="term" href="{address}" aria-describedby="term-note-{entry.pk}">{inner}</a>'


def _enter(tag: str, closed: list[str]) -> None:
    """Keep track of the elements around the next text whose words are not marked."""
    name = _TAG_NAME.match(tag)
    if not name or name[1].lower() not in _CLOSED or tag.endswith("/>"):
        return
    if not tag.startswith("</"):
        closed.append(name[1].lower())
    elif name[1].lower() in closed:
        # The last one opened of that name, and whatever was left open inside it.
        del closed[len(closed) - 1 - closed[::-1].index(name[1].lower()) :]


def local_name(entry: Entry) -> str:
    """The term's name in the reader's language."""
    return entry.name_en if get_language() == "en" and entry.name_en else entry.name


def local_definition(entry: Entry) -> str:
    """The definition in the reader's language; Korean where there is no English."""
    return entry.definition_en if get_language() == "en" and entry.definition_en else entry.definition
