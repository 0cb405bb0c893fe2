"""Terms explained where a page uses them first.

``{% explain text %}`` escapes plain text and keeps safe markup; ``{% term_notes %}`` at the end of the page holds
the definitions that the marked words are described by.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from portal.guidance.domain.marking import PageTerms, local_definition, local_name

register = template.Library()


def _request(context: template.Context) -> Any:
    return getattr(context, "request", None) or context.get("request")


def _page_terms(request: Any) -> PageTerms:
    """The terms of the page that answers this request."""
    terms: PageTerms | None = getattr(request, "page_terms", None)
    if terms is None:
        terms = request.page_terms = PageTerms()
    return terms


@register.simple_tag(takes_context=True)
def explain(context: template.Context, text: Any) -> SafeString | str:
    """The text with the first use of every term on the page marked; without a request it stays as it is."""
    if text is None or text == "":
        return ""
    is_markup = hasattr(text, "__html__")
    words = str(text.__html__() if is_markup else text)
    request = _request(context)
    if request is None:
        return SafeString(words) if is_markup else conditional_escape(words)
    return _page_terms(request).markup(words) if is_markup else _page_terms(request).text(words)


@register.simple_tag(takes_context=True)
def explain_others(context: template.Context, term_id: int | None) -> str:
    """Say that the page is about this term: it is not marked on its own page."""
    request = _request(context)
    if request is not None and term_id is not None:
        _page_terms(request).seen.add(term_id)
    return ""


@register.inclusion_tag("guidance/term_notes.html", takes_context=True)
def term_notes(context: template.Context) -> dict[str, Any]:
    """Definitions of the terms marked so far, hidden; nothing where there are none."""
    terms = getattr(_request(context), "page_terms", None)
    notes = [
        {"id": entry.pk, "name": local_name(entry), "definition": local_definition(entry)}
        for entry in (terms.explained if terms else [])
    ]
    return {"notes": notes}
