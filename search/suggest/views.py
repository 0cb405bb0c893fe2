"""``/api/suggest/``: suggestions while typing."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from search.limits import limited
from search.params import MAX_QUERY_PAGE, clean
from search.suggest.answers import suggest


@require_safe
@limited("suggest")
def suggestions(request: HttpRequest) -> HttpResponse:
    """``{query, suggestions: [{text, kind, url, district}]}``; ``lang=en``: English names and addresses."""
    query = clean(request.GET.get("q", ""))[:MAX_QUERY_PAGE]
    language = "en" if request.GET.get("lang") == "en" else "ko"
    found = [asdict(one) for one in suggest(query, language)]
    answer = JsonResponse({"query": query, "suggestions": found}, json_dumps_params={"ensure_ascii": False})
    # What somebody types stays between the portal and the browser, and names can be hidden at any time.
    patch_cache_control(answer, private=True, no_store=True)
    return answer
