"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language


def portal(request: HttpRequest) -> dict[str, Any]:
    """The same page's address in both languages, and the language in use."""
    path = request.get_full_path()
    language = get_language() or "ko"
    bare = path[len("/en") :] if path == "/en" or path.startswith("/en/") else path
    # "/en//other.example/" must not become a link to another site.
    bare = "/" + bare.lstrip("/")
    return {"language": language, "url_ko": bare, "url_en": f"/en{bare}"}
