"""Pages, and a search over them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.models import Page

from tests.bench.plain.models import PlainItem


def search(request: HttpRequest) -> HttpResponse:
    """Ten pages that have the words, as bakerydemo finds them: ids per type, then the pages."""
    query = request.GET.get("q", "")
    ids = [page.pk for page in PlainItem.objects.live().search(query)] if query else []
    found = Paginator(Page.objects.live().filter(pk__in=ids), 10).get_page(request.GET.get("page"))
    return render(request, "plain/search.html", {"query": query, "found": found})


urlpatterns = [path("search/", search, name="search"), path("", include(wagtail_urls))]
