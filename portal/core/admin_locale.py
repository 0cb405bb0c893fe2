"""Screen strings of the admin that run in the browser."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response


class AdminCatalogue(JavaScriptCatalog):
    """Wagtail's own catalogue with the project's LOCALE_PATHS laid over it (its view leaves them out)."""

    packages = ["wagtail.admin"]

    def get_paths(self, packages: list[str]) -> list[str]:
        """Locale folders in the order they are merged: a later one wins."""
        return [*super().get_paths(packages), *reversed([str(path) for path in settings.LOCALE_PATHS])]


_catalogue = AdminCatalogue.as_view()


@never_cache
def admin_catalogue(request: HttpRequest) -> HttpResponse:
    """The catalogue in the language the user chose for the admin."""
    return get_localized_response(_catalogue, request)
