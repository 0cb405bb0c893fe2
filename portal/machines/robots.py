"""What crawlers may read: everything public but search results and endless combinations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

CLOSED = ("/admin/", "/search/", "/login/", "/logout/", "/_util/", "/cases/compare/")
ONE_LANGUAGE = ("/admin/",)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt: what is closed in both languages, and where the sitemap is."""
    paths = [*CLOSED, *(f"/en{path}" for path in CLOSED if path not in ONE_LANGUAGE), "/api/search/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths), "Allow: /"]
    lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}"]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=3600)
    return response
