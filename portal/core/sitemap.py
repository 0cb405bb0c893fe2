"""The sitemap: every page that anybody may read, and no other."""

from __future__ import annotations

from typing import Any

from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from search.audience import visible_pages


class PublicSitemap(Sitemap):
    """Wagtail's sitemap with the rule that also holds for search: restrictions reach aliases."""

    def items(self) -> Any:
        pages = Page.objects.descendant_of(self.get_wagtail_site().root_page, inclusive=True)
        return visible_pages(pages, None).order_by("path").defer_streamfields().specific()
