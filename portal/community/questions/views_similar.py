"""What is alike while somebody writes, as a piece of a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from portal.community.questions.domain.similar import similar_to
from search.limits import limited


@require_safe
@limited("suggest")
def similar(request: HttpRequest) -> HttpResponse:
    """`q`: what is being written; `kind`, repeated: of which kinds. Empty for nothing found, never an error."""
    results = similar_to(request.GET.get("q", ""), request.GET.getlist("kind")[:10], request.user)
    answer = render(request, "questions/similar_list.html", {"results": results})
    add_never_cache_headers(answer)
    return answer
