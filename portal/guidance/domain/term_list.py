"""The list of terms: 가나다 or A–Z, searched without JavaScript."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import get_language

from portal.core.templatetags.portal_links import local_url
from portal.core.text_keys import term_key
from portal.guidance.domain.initials import Group, grouped
from portal.guidance.models import Term

KOREAN, ENGLISH = "ko", "en"
LONGEST_QUERY = 100


class Line(NamedTuple):
    """A line of the list: what it is sorted by, the term it leads to, and whether it is an abbreviation."""

    name: str
    term: Term
    short: bool = False


def term_list_context(request: HttpRequest) -> dict[str, Any]:
    """Context of the list: groups of lines, order (ko or en), find (what was asked for), total (terms), search_url
    (the same question to all of the portal). One query."""
    order = request.GET.get("order")
    if order not in (KOREAN, ENGLISH):
        order = ENGLISH if get_language() == "en" else KOREAN
    find = " ".join(request.GET.get("find", "").replace("\x00", "").split())[:LONGEST_QUERY]
    terms = [term for term in Term.objects.all() if holds(term, find)]
    groups = by_english(terms) if order == ENGLISH else by_korean(terms)
    return {
        "groups": groups,
        "order": order,
        "find": find,
        "total": len(terms),
        "search_url": local_url("/search/") + "?" + urlencode({"q": find}),
    }


def holds(term: Term, find: str) -> bool:
    """Whether a name, another spelling or a definition of the term holds `find`, however it is spaced."""
    key = term_key(find)
    texts = (*term.spellings, term.definition, term.definition_en)
    return not find or (bool(key) and any(key in term_key(text) for text in texts))


def by_korean(terms: list[Term]) -> list[Group[Line]]:
    return grouped([Line(term.name, term) for term in terms], lambda line: line.name)


def by_english(terms: list[Term]) -> list[Group[Line]]:
    """English names and abbreviations; a term without an English name stands under its own where that is Latin."""
    lines = []
    for term in terms:
        lines.append(Line(term.name_en or term.name, term))
        short = (text for text in term.abbreviation_list if text.isascii())
        lines += [Line(text, term, short=True) for text in short if text not in (term.name, term.name_en)]
    return grouped(lines, lambda line: line.name)
