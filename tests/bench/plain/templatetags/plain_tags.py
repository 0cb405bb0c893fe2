"""Menu and breadcrumbs, a query each per entry as in many Wagtail sites."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page, Site

register = template.Library()


@register.inclusion_tag("plain/menu.html", takes_context=True)
def top_menu(context: dict[str, Any]) -> dict[str, Any]:
    items = Site.find_for_request(context["request"]).root_page.get_children().live().in_menu()
    for item in items:
        item.dropdown = item.get_children().live().in_menu().exists()
    return {"items": items, "request": context["request"]}


@register.inclusion_tag("plain/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: dict[str, Any]) -> dict[str, Any]:
    page = context.get("page")
    if page is None or page.depth <= 2:
        return {"ancestors": []}
    ancestors = Page.objects.ancestor_of(page, inclusive=True).filter(depth__gt=1)
    return {"ancestors": ancestors, "request": context["request"]}
