"""What a page says about the session of its reader."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from portal.accounts.session_time import seconds_left

register = template.Library()


@register.inclusion_tag("account/session_notice.html", takes_context=True)
def session_notice(context: dict[str, Any]) -> dict[str, Any]:
    """The notice that the session ends soon; nothing for readers who are not signed in."""
    request = context.get("request")
    if request is None or not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"left": 0}
    minutes = settings.SESSION_COOKIE_AGE // 60
    return {"left": seconds_left(request), "minutes": minutes, "reader": request.user.pk}
