"""Addresses for machines: one each, whatever the language."""

from __future__ import annotations

from django.urls import path, re_path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from portal.machines import robots, sitemap, views
from portal.machines.feeds import DistrictFeed, EverythingFeed, PortalFeed, TagFeed


def _feed(feed: PortalFeed):  # type: ignore[no-untyped-def]  # a decorated view
    return require_safe(conditional_page(cache_control(public=True, max_age=300)(feed)))


urlpatterns = [
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.part, name="sitemap_part"),
    path("feed/", _feed(EverythingFeed()), name="feed"),
    path("feed/district/<slug:slug>/", _feed(DistrictFeed()), name="feed_district"),
    re_path(r"^feed/tag/(?P<slug>[-\w]+)/$", _feed(TagFeed()), name="feed_tag"),
    path(
        "pictures/<str:language>/<str:source>/<int:pk>-<str:digest>.png",
        views.share_picture,
        name="share_picture",
    ),
]
