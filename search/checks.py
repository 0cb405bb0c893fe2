"""System checks: whatever editors can make is searched or left out on purpose, and kinds are unique."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db.models import Model
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from search import registry


@register("search")
def check_registry(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """E001: an undecided page or snippet type; E002: a kind used twice; E003: searchable and excluded."""
    return [*_undecided(), *_repeated_kinds(), *_contradictions()]


def _undecided() -> Iterator[CheckMessage]:
    known = registry.current()
    for model in dict.fromkeys([*get_page_models(), *get_snippet_models()]):
        if model not in known.excluded and not known.of_model(model):
            yield Error(
                f"{model._meta.label} is neither searchable nor excluded from search.",
                hint="Call search.registry.register() or exclude() for it in its app's searchable.py.",
                obj=model,
                id="search.E001",
            )


def _repeated_kinds() -> Iterator[CheckMessage]:
    kinds = Counter(searchable.kind for searchable in registry.current().searchables)
    for kind, times in kinds.items():
        if times > 1:
            yield Error(f"The kind {kind!r} is registered {times} times.", id="search.E002")


def _contradictions() -> Iterator[CheckMessage]:
    known = registry.current()
    both: list[type[Model]] = [model for model in known.excluded if known.of_model(model)]
    for model in both:
        yield Error(f"{model._meta.label} is searchable and excluded.", obj=model, id="search.E003")
