"""Our addresses: all outside of the admin, and those inside that Wagtail did not bring."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

THEIRS = ("wagtail.", "wagtail_", "django.", "functools")


def names() -> set[str]:
    """Names with their namespaces; the route of an address that has no name."""
    return {name or route for route, name, ours in _walk(get_resolver(), "", "") if ours}


def _walk(resolver: URLResolver, route: str, namespace: str) -> Iterator[tuple[str, str, bool]]:
    for entry in resolver.url_patterns:
        here = route if isinstance(entry.pattern, LocalePrefixPattern) else route + str(entry.pattern)
        here = here.lstrip("^")
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, here, inner)
        elif isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name}" if entry.name else ""
            yield here, name, not here.startswith("admin/") or _is_ours(entry)


def _is_ours(entry: URLPattern) -> bool:
    view = getattr(entry.callback, "view_class", entry.callback)
    return not str(getattr(view, "__module__", "")).startswith(THEIRS)
