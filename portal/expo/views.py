"""The calendar as a page and as files to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from districts.models import District
from lectures.domain.sessions import visible_sessions
from portal.core.listing import name_order
from portal.core.templatetags.portal_links import local_url
from portal.expo.domain.calendar import Entry, calendar_context, entries, session_entry
from portal.expo.ics import CONTENT_TYPE, calendar_file


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What is to come and what was, with the address of the file."""
    address = request.build_absolute_uri(local_url("/calendar.ics"))
    feeds = {"file_address": address, "districts": District.objects.order_by(name_order("name"))}
    return render(request, "expo/calendar.html", {**calendar_context(request), **feeds})


@require_safe
def calendar_ics(request: HttpRequest) -> HttpResponse:
    """Everything that the reader may see; `district` (address name) leaves what that district speaks at."""
    name = gettext("스마트시티 서울 CDO 포럼 일정")
    slug = request.GET.get("district")
    if not slug:
        return _file(request, name, entries(request.user), "cdo-forum.ics")
    if not slug_re.match(slug):
        raise Http404
    district = get_object_or_404(District, slug=slug)
    return _file(
        request, f"{name}: {district.label}", entries(request.user, district), f"{district.slug}.ics"
    )


@require_safe
def session_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """One session; 404 where it may not be seen or has no day."""
    session = get_object_or_404(visible_sessions(request.user), slug=slug)
    entry = session_entry(session)
    if entry is None:
        raise Http404
    return _file(request, entry.title, [entry], "session.ics")


def _file(request: HttpRequest, name: str, found: Iterable[Entry], file_name: str) -> HttpResponse:
    content = calendar_file(name, found, lambda path: request.build_absolute_uri(local_url(path)))
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    return response
