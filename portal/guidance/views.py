"""Pages of the glossary."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.guidance.domain.term_list import term_list_context
from portal.guidance.domain.term_pages import term_context
from portal.guidance.models import Term


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """All terms, 가나다 or A–Z."""
    return render(request, "guidance/term_list.html", term_list_context(request))


@require_safe
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """One term; 404 for an address that nobody has."""
    return render(request, "guidance/term.html", term_context(get_object_or_404(Term, slug=slug), request))
