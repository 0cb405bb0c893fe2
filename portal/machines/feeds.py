"""Atom feeds: everything, of a district, of a tag. What is in them is what anybody may see, in Korean."""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django.contrib.syndication.views import Feed
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.utils.xmlutils import SimplerXMLGenerator

from districts.models import District
from portal.core.enums import DatePrecision
from portal.core.listing import nearest_page
from portal.core.models import SiteIdentity, Tag
from portal.core.searchable import korean_url
from portal.machines.captions import portal_name
from portal.machines.feed_items import (
    FeedEntry,
    FeedItem,
    all_entries,
    entries_of_district,
    entries_of_tag,
    read,
)
from portal.machines.public_tags import public_tags

PER_PAGE = 50
# What an empty feed says of its last change; "now" would be another answer every time.
_NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class PagedAtom(Atom1Feed):
    """Atom with the links of RFC 5005 to the pages beside this one."""

    def latest_post_date(self) -> datetime.datetime:
        return super().latest_post_date() if self.items else _NEVER

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for rel, address in self.feed["paging"].items():
            handler.addQuickElement("link", "", {"rel": rel, "href": address})

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xml:lang": "ko"}


@dataclass(frozen=True)
class Shown:
    """One page of a feed. title: of the feed; link: the page that people read; id: the same for ever."""

    title: str
    link: str
    id: str
    page: Page[FeedEntry]
    url: str
    author: str

    def address(self, number: int) -> str:
        return f"{self.url}?page={number}" if number > 1 else self.url


class PortalFeed(Feed, ABC):
    """Shared by all feeds; subclasses say what is in them."""

    feed_type = PagedAtom

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with override("ko"):
            return super().__call__(request, *args, **kwargs)

    @abstractmethod
    def content(self, **kwargs: Any) -> tuple[str, str, list[FeedEntry]]:
        """Title, Korean path of the page for people, entries; raises Http404."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Shown:
        title, link, entries = self.content(**kwargs)
        page = nearest_page(Paginator(entries, PER_PAGE), request.GET.get("page", ""))
        author = SiteIdentity.for_request(request).operator or portal_name()
        url = request.build_absolute_uri(request.path)
        return Shown(title, link, f"urn:cdo-forum-portal:{request.path}", page, url, author)

    def title(self, shown: Shown) -> str:
        return shown.title

    def link(self, shown: Shown) -> str:
        return shown.link

    def feed_guid(self, shown: Shown) -> str:
        return shown.id

    def feed_url(self, shown: Shown) -> str:
        return shown.address(shown.page.number)

    def author_name(self, shown: Shown) -> str:
        return shown.author

    def feed_extra_kwargs(self, shown: Shown) -> dict[str, Any]:
        page = shown.page
        paging = {"first": shown.address(1), "last": shown.address(page.paginator.num_pages)}
        if page.has_previous():
            paging["previous"] = shown.address(page.previous_page_number())
        if page.has_next():
            paging["next"] = shown.address(page.next_page_number())
        return {"paging": paging}

    def items(self, shown: Shown) -> list[FeedItem]:
        return read(list(shown.page.object_list))

    def item_title(self, item: FeedItem) -> str:
        return str(item.page.local_title)

    def item_description(self, item: FeedItem) -> str:
        return str(item.page.summary)

    def item_link(self, item: FeedItem) -> str:
        return korean_url(item.page)

    def item_guid(self, item: FeedItem) -> str:
        """The page's own key, which survives moves and new titles."""
        return f"urn:uuid:{item.page.translation_key}"

    def item_pubdate(self, item: FeedItem) -> datetime.datetime | None:
        """The day of the page, where it is known to the day."""
        if item.page.date is None or getattr(item.page, "date_precision", "day") != DatePrecision.DAY:
            return None
        return timezone.make_aware(datetime.datetime.combine(item.page.date, datetime.time()))

    def item_updateddate(self, item: FeedItem) -> datetime.datetime:
        """When the page was last published. The day of its last draft is nobody's business."""
        return item.page.last_published_at or self.item_pubdate(item) or _NEVER

    def item_categories(self, item: FeedItem) -> list[str]:
        district = getattr(item.page, "district", None)
        parts = [item.label, district.name if district else "", getattr(item.page, "field", "")]
        return [*filter(None, parts), *(tag.name for tag in getattr(item.page, "tag_list", []))]


class EverythingFeed(PortalFeed):
    """/feed/"""

    def content(self, **kwargs: Any) -> tuple[str, str, list[FeedEntry]]:
        return portal_name(), "/", all_entries()


class DistrictFeed(PortalFeed):
    """/feed/district/<slug>/: also empty, so that it can be followed before the first case."""

    def content(self, **kwargs: Any) -> tuple[str, str, list[FeedEntry]]:
        district = get_object_or_404(District, slug=kwargs["slug"])
        title = _("%(name)s의 새 강연과 사례") % {"name": district.name}
        return f"{title} | {portal_name()}", f"/districts/{district.slug}/", entries_of_district(district)


class TagFeed(PortalFeed):
    """/feed/tag/<slug>/: of tags that have a page."""

    def content(self, **kwargs: Any) -> tuple[str, str, list[FeedEntry]]:
        found = public_tags(None, Tag.objects.filter(slug=kwargs["slug"]))
        if not found:
            raise Http404
        tag = found[0]
        title = _("'%(name)s' 태그의 새 강연과 사례") % {"name": tag.name}
        return f"{title} | {portal_name()}", reverse("tag", args=[tag.slug]), entries_of_tag(tag)
