"""Tags and the pages for errors."""

from __future__ import annotations

from django.core.exceptions import DisallowedHost
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from portal.core.listing import SortLink, name_order
from portal.core.models import Tag
from portal.core.tagging import PUBLIC_TAG_MINIMUM, tag_counts


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """Tags that lead to at least two visible items, by group; each row has `count`."""
    from portal.core.tag_sources import tagged_items

    counts = tag_counts(tagged_items(request.user))
    by_count = request.GET.get("sort") == "count"
    rows = [tag for tag in Tag.objects.order_by(name_order("name")) if counts[tag.pk] >= PUBLIC_TAG_MINIMUM]
    for tag in rows:
        tag.count, tag.is_public = counts[tag.pk], True
    sorts = [
        SortLink("name", gettext("이름 가나다순"), request.path, selected=not by_count),
        SortLink("count", gettext("자료 많은 순"), f"{request.path}?sort=count", selected=by_count),
    ]
    context = {
        "tags": sorted(rows, key=lambda tag: -tag.count) if by_count else rows,
        "page": Paginator(rows, max(len(rows), 1)).page(1),
        "sorts": sorts,
    }
    return render(request, "core/tag_list.html", context)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything with this tag; 404 for a tag that leads to fewer than two items this viewer may see."""
    from portal.core.tag_page import tag_page_context

    context = tag_page_context(get_object_or_404(Tag, slug=slug), request)
    if context is None:
        raise Http404
    return render(request, "core/tag.html", context)


def not_there(request: HttpRequest) -> HttpResponse:
    """For addresses of packages that we do not want."""
    raise Http404


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        # Our pages name the host they are read at, so none can be made for this request.
        return HttpResponse("400 Bad Request\n", status=400, content_type="text/plain; charset=utf-8")
    return render(request, "400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token, or one that is too old; `reason` is for the log."""
    return render(request, "400.html", status=403)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without a request context: whatever broke must not break this page too."""
    from django.template.loader import render_to_string

    return HttpResponse(render_to_string("500.html"), status=500)
