"""Short addresses, the plain page with the text to copy, and downloads of a case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.report.documents.store import send_document
from portal.report.domain.codes import decode
from portal.report.domain.materials import kind_label
from portal.report.domain.targets import citation_for, find, text_for
from portal.report.domain.wording import clean, short_url


@require_safe
def short(request: HttpRequest, code: str) -> HttpResponseBase:
    """To the page a code stands for; the target's own rules decide who may see it."""
    target = find(code, request.user)
    return HttpResponseRedirect(target.url) if target else _not_there(request, code)


@require_safe
def text(request: HttpRequest, code: str) -> HttpResponse:
    """The text that one click would have copied, in a field to copy it from; works without JavaScript."""
    target = find(code, request.user)
    if target is None:
        return _not_there(request, code)
    try:
        wanted = text_for(target, request)
    except LookupError:
        return _not_there(request, code)
    citation = ""
    if not request.GET and target.place.kind in ("case", "lecture"):
        citation = citation_for(target, request)
    context = {
        "text": wanted,
        "citation": citation,
        "title": clean(target.title),
        "url": target.url,
        "address": short_url(target.place, request),
    }
    return render(request, "report/text.html", context)


def _not_there(request: HttpRequest, code: str) -> HttpResponse:
    """404 that says as much as the code itself: of what kind the thing was. Never whether it is there."""
    place = decode(code)
    context = {"kind_label": kind_label(place.kind) if place else "", "code": code}
    return render(request, "report/missing.html", context, status=404)


@require_safe
def download(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """A document made from a case, for whoever may see its page."""
    target = find(code, request.user)
    if target is None or target.place.kind != "case" or target.place.locator:
        return _not_there(request, code)
    return send_document(request, target, name)
