"""Wagtail's own search behind an address: what its project template does, answered as JSON."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import path
from wagtail.models import Page

from portal.urls import urlpatterns as portal_urls

SIZE = 10


def wagtail_search(request: HttpRequest) -> JsonResponse:
    """Title and address of the first pages, and how many there are."""
    found = Page.objects.live().search(request.GET["q"])
    pages = [{"title": page.title, "url": page.get_url(request)} for page in found[:SIZE]]
    return JsonResponse({"total": found.count(), "results": pages})


urlpatterns = [path("reference/", wagtail_search), *portal_urls]
