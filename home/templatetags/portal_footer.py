"""The links of the footer to the rules of the site."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import template

from home.models import FooterPage
from portal.core.searchable import korean_url
from portal.core.templatetags.portal_links import local_url
from search.audience import visible_pages

register = template.Library()


@register.inclusion_tag("components/footer_pages.html", takes_context=True)
def footer_pages(context: dict[str, Any]) -> dict[str, Any]:
    """Footer pages open to all, in their order, as {title, url, is_form}; the form learns where it was asked for."""
    pages = visible_pages(FooterPage.objects.all(), None).select_related("errorreportpage")
    here = str(context.get("url_ko") or "")
    return {"pages": [_row(page, here) for page in pages.defer("body", "body_en").order_by("path")]}


def _row(page: FooterPage, here: str) -> dict[str, Any]:
    path, is_form = korean_url(page), hasattr(page, "errorreportpage")
    asked = f"?page={quote(local_url(here))}" if is_form and here and not here.startswith(path) else ""
    return {"title": page.local_title, "url": f"{local_url(path)}{asked}", "is_form": is_form}
