"""Request-wide rules: a wider content policy for the editor, one transaction per writing request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from portal.core.viewer import viewing
from search.audience import held_rules

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
ADMIN_PREFIX = "/admin/"
GetResponse = Callable[[HttpRequest], HttpResponse]


class AdminPolicyMiddleware:
    """Wagtail's editor needs inline scripts; nothing outside /admin/ does."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(ADMIN_PREFIX):
            response._csp_update = settings.ADMIN_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        return response


class ViewerMiddleware:
    """Let code that is called without the request know for whom it renders."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with viewing(request.user):
            return self.get_response(request)


class AtomicWritesMiddleware:
    """Run every writing request in one transaction, so that index jobs commit with the change they announce.

    Reading requests stay outside: on SQLite an immediate transaction takes the only write lock. They read the
    view restrictions of the tree once. A failed request (5xx) is rolled back.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS:
            with held_rules():
                return self.get_response(request)
        _receive(request)
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response


def _receive(request: HttpRequest) -> None:
    """Take in what is sent, before the transaction: a slow sender must not hold SQLite's only write lock."""
    try:
        if request.content_type == "multipart/form-data":
            request.POST.keys()
        else:
            len(request.body)
    except UnreadablePostError:
        pass  # The sender went away; whoever reads the body next finds out the same.
