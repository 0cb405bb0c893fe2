"""What everybody may read: the list of ideas and one of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from portal.community.ideas.domain.find import idea_by, is_author, may_read
from portal.community.ideas.domain.listing import idea_context, list_context


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All public ideas, filtered, sorted and paged."""
    return render(request, "ideas/idea_list.html", list_context(request))


@require_safe
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """One idea. 404 for what is not for this reader; a merged one leads to the one that was kept."""
    found = idea_by(pk)
    if found is None:
        raise Http404
    if found.merged_into is not None and found.merged_into.is_public and found.hidden_at is None:
        return redirect(found.merged_into, permanent=True)
    if not may_read(request.user, found):
        raise Http404
    if found.is_draft and is_author(request.user, found):
        return redirect("ideas:edit", pk=found.pk)
    answer = render(request, "ideas/idea.html", idea_context(found, request))
    if not found.is_public:
        add_never_cache_headers(answer)
    return answer
