"""What a page is about, and in which languages it can be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from home.models import PlainPage
from portal.core.models import PortalPage
from search import registry

# Where views put the one thing that their page is about. "page" is the place of pages of the tree.
_KEYS = ("page", "speaker", "tag", "term")


def subject_of(context: Mapping[str, Any]) -> Any:
    """The page, speaker, tag or term that a template is rendered for; None on a screen of many things."""
    from portal.machines.structured import is_described

    return next((context[key] for key in _KEYS if key in context and is_described(context[key])), None)


def is_list(model: type[Any]) -> bool:
    """Whether pages of this type hold no text of their own, so that the translated screen is all there is."""
    return issubclass(model, PortalPage) and not (
        issubclass(model, PlainPage) or registry.current().of_model(model)
    )


def has_english(subject: Any) -> bool:
    """Whether the subject has an English title or summary; screens and lists are translated whole."""
    if subject is None or is_list(type(subject)):
        return True
    return any(getattr(subject, name, "") for name in ("title_en", "summary_en", "name_en", "definition_en"))
