"""Telling an editor which lectures were kept back, on every screen of the admin that publishes."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from lectures.domain.holding import told
from portal.core.middleware import ADMIN_PREFIX, SAFE_METHODS


class HeldLecturesMiddleware:
    """Bulk publishing and the approval of a workflow have no place of their own for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS or not request.path.startswith(ADMIN_PREFIX):
            return self.get_response(request)
        with told() as held:
            response = self.get_response(request)
        for one in held:
            messages.error(request, str(one))
        return response
