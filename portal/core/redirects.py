"""Old addresses of moved pages: followed only by readers who may see where they lead."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from search.audience import visible_pages


class CarefulRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, without telling anybody the address of a page that is hidden from them.

    Whoever has not signed in is asked to where that may help; for everybody else the old address is unknown.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer: HttpResponse = super().process_response(request, response)
        page = _target(request) if answer is not response else None
        if page is None or visible_pages(Page.objects.filter(pk=page.pk), request.user).exists():
            return answer
        if request.user.is_authenticated or not page.live:
            return response
        return redirect_to_login(request.get_full_path(), reverse("login"))


def _target(request: HttpRequest) -> Page | None:
    """The page that the redirect of this address leads to; None for one that leads elsewhere."""
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    found = get_redirect(request, path) or get_redirect(request, urlsplit(path).path)
    return found.redirect_page if found else None
