"""A home page, lists, and what they list."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index

PER_PAGE = 12


class WithPicture(Page):
    introduction = models.TextField(blank=True)
    body = RichTextField(blank=True)
    picture = models.ForeignKey(
        get_image_model_string(), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True


class PlainHome(WithPicture):
    """A large picture, and rows of four, three and six pages of three lists."""

    template = "plain/home.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        lists = PlainList.objects.live().child_of(self)
        rows = zip(lists, (4, 3, 6), strict=False)
        return {
            **super().get_context(request, *args, **kwargs),
            "rows": [(row, row.get_children().live().specific()[:count]) for row, count in rows],
        }


class PlainList(WithPicture):
    """Twelve pages at a time, newest first."""

    template = "plain/list.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        items = PlainItem.objects.live().descendant_of(self).order_by("-first_published_at")
        page = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
        return {**super().get_context(request, *args, **kwargs), "items": page}


class PlainItem(WithPicture):
    """One page of text with a picture."""

    template = "plain/item.html"
