"""The main navigation: one description for the header, the menu of small screens and the footer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

register = template.Library()


@dataclass(frozen=True)
class Entry:
    """A list that can be reached from every page; `url` is its Korean address. `for_members`: after signing in."""

    label: str | Promise
    url: str
    for_members: bool = False


@dataclass(frozen=True)
class Section:
    """A top item; with one entry it is a link, with a title of its own it opens its entries."""

    label: str | Promise
    entries: tuple[Entry, ...]

    @property
    def is_link(self) -> bool:
        return len(self.entries) == 1 and self.entries[0].label == self.label


# The same words stand for one thing elsewhere, so their English differs by context.
LECTURES = pgettext_lazy("목록", "강연")
CASES = pgettext_lazy("목록", "사례")
DISTRICTS = pgettext_lazy("목록", "자치구")
GUIDES = pgettext_lazy("목록", "길잡이")
SECTIONS = (
    Section(
        LECTURES,
        (
            Entry(LECTURES, "/lectures/"),
            Entry(pgettext_lazy("목록", "포럼 회차"), "/sessions/"),
            Entry(pgettext_lazy("목록", "연사"), "/speakers/"),
            Entry(pgettext_lazy("목록", "일정"), "/calendar/"),
        ),
    ),
    Section(
        CASES,
        (Entry(CASES, "/cases/"), Entry(pgettext_lazy("목록", "사례 비교"), "/cases/compare/")),
    ),
    Section(
        DISTRICTS,
        (
            Entry(DISTRICTS, "/districts/"),
            Entry(pgettext_lazy("목록", "분야별 표"), "/districts/table/"),
            Entry(pgettext_lazy("목록", "격차 현황"), "/districts/gap/"),
        ),
    ),
    Section(
        pgettext_lazy("목록", "엑스포·상"),
        (
            Entry(pgettext_lazy("목록", "엑스포"), "/expo/"),
            Entry(pgettext_lazy("목록", "스마트도시 상"), "/prize/"),
        ),
    ),
    Section(
        pgettext_lazy("목록", "참여"),
        (
            Entry(gettext_lazy("아이디어"), "/ideas/"),
            Entry(gettext_lazy("질문"), "/questions/"),
            Entry(gettext_lazy("회원"), "/members/", for_members=True),
        ),
    ),
    Section(
        GUIDES,
        (
            Entry(GUIDES, "/guides/"),
            Entry(pgettext_lazy("목록", "용어"), "/glossary/"),
            Entry(pgettext_lazy("목록", "태그"), "/tags/"),
        ),
    ),
)


PUBLIC_SECTIONS = tuple(
    replace(section, entries=tuple(entry for entry in section.entries if not entry.for_members))
    for section in SECTIONS
)


def entry_of(path: str) -> str:
    """Address of the entry that a Korean path belongs to; a district's cases belong to the cases."""
    path = path.partition("?")[0]
    if "/cases/" in path and not path.startswith("/cases/"):
        return "/cases/"
    urls = (entry.url for section in SECTIONS for entry in section.entries)
    return max((url for url in urls if path.startswith(url)), key=len, default="")


def _state(context: dict[str, Any]) -> dict[str, Any]:
    path = str(context.get("url_ko") or "").partition("?")[0]
    signed_in = getattr(context.get("user"), "is_authenticated", False)
    return {
        "sections": SECTIONS if signed_in else PUBLIC_SECTIONS,
        "current": entry_of(path),
        "path": path,
    }


@register.inclusion_tag("components/main_nav.html", takes_context=True)
def main_nav(context: dict[str, Any]) -> dict[str, Any]:
    """The navigation of wide screens."""
    return _state(context)


@register.inclusion_tag("components/menu_nav.html", takes_context=True)
def menu_nav(context: dict[str, Any]) -> dict[str, Any]:
    """The same entries, all open, for the menu of small screens."""
    return _state(context)


@register.inclusion_tag("components/footer_nav.html")
def footer_nav() -> dict[str, Any]:
    return {"sections": PUBLIC_SECTIONS}


@register.inclusion_tag("components/section_nav.html", takes_context=True)
def section_nav(context: dict[str, Any]) -> dict[str, Any]:
    """Links between the lists of the section in which the reader is; nothing where there is one list only."""
    state = _state(context)
    for section in state["sections"]:
        if len(section.entries) > 1 and any(entry.url == state["current"] for entry in section.entries):
            return {**state, "section": section}
    return state


@register.filter
def holds(section: Section, url: str) -> bool:
    """Whether one of the section's entries has this address."""
    return any(entry.url == url for entry in section.entries)
