"""Every address that somebody can ask for, found by walking the URL patterns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern


class Pattern(NamedTuple):
    """`route` as written in the URL configurations, joined; `name` with its namespaces."""

    route: str
    name: str


def patterns() -> Iterator[Pattern]:
    yield from _walk(get_resolver(), "", "")


def _walk(resolver: URLResolver, route: str, namespace: str) -> Iterator[Pattern]:
    for entry in resolver.url_patterns:
        here = route if isinstance(entry.pattern, LocalePrefixPattern) else route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, here, inner)
        elif isinstance(entry, URLPattern):
            yield Pattern(here, f"{namespace}{entry.name or ''}")


_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def fill(route: str, values: Mapping[str, Sequence[object]], default: Sequence[object] = (1,)) -> list[str]:
    """Addresses for a route: every value for its parameters, `default` for those without any.

    Routes written as regular expressions have to be spelled out by the caller.
    """
    literal = _PARAMETER.split(route)[::2]
    choices = [values.get(name, default) for name in _PARAMETER.findall(route)]
    return [
        "/" + "".join(map(str, itertools.chain(*itertools.zip_longest(literal, chosen, fillvalue=""))))
        for chosen in itertools.product(*choices)
    ]
