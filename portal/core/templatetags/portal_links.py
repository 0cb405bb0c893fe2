"""Addresses that keep the reader's language, filters and place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.utils.translation import get_language

register = template.Library()

ENGLISH_PREFIX = "/en"
ONE_LANGUAGE = (ENGLISH_PREFIX + "/", "/documents/", "/media/", "/static/")


@register.filter
def local_url(path: str) -> str:
    """The address of a page in the reader's language, from its Korean one. Other sites stay as they are."""
    if get_language() != "en" or not path.startswith("/") or path.startswith("//"):
        return path
    if path == ENGLISH_PREFIX or path.startswith(ONE_LANGUAGE):
        return path
    return ENGLISH_PREFIX + path


def _query(context: dict[str, Any]) -> QueryDict:
    request = context.get("request")
    return request.GET.copy() if request is not None else QueryDict(mutable=True)


def _address(query: QueryDict) -> str:
    return "?" + query.urlencode() if query else "?"


@register.simple_tag(takes_context=True)
def query_replace(context: dict[str, Any], **changes: object) -> str:
    """The query string with these parameters set; None or "" takes one away. `page` goes unless it is set."""
    query = _query(context)
    query.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return _address(query)


@register.simple_tag(takes_context=True)
def query_without(context: dict[str, Any], name: str, value: object = None) -> str:
    """The query string without one value of a repeated parameter, or without the parameter."""
    query = _query(context)
    query.pop("page", None)
    kept = [] if value is None else [other for other in query.getlist(name) if other != str(value)]
    if kept:
        query.setlist(name, kept)
    else:
        query.pop(name, None)
    return _address(query)


@register.inclusion_tag("components/hidden_fields.html", takes_context=True)
def query_fields(context: dict[str, Any], *names: str) -> dict[str, list[tuple[str, str]]]:
    """Hidden fields that carry these parameters through a GET form."""
    query = _query(context)
    return {"fields": [(name, value) for name in names for value in query.getlist(name) if value]}


@register.inclusion_tag("components/pagination.html")
def pagination(page: Page[Any], base_query: str = "") -> dict[str, Any]:
    """Links to the pages of a list; `base_query` is the query string without the page number."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"pages": page, "page_range": list(numbers), "base_query": base_query}


@register.simple_tag
def facet_label(groups: Iterable[dict[str, Any]], name: str, value: str) -> str:
    """The screen name of a facet value in the language in use; the value itself where it is not listed."""
    choices: list[dict[str, Any]] = next((g["choices"] for g in groups if g["name"] == name), [])
    return next((str(choice["label"]) for choice in choices if choice["value"] == value), value)
