"""What the search form tells its script, and what pages lead on to."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.translation import gettext as _

from search import registry, related
from search.query import SearchResponse
from search.suggest.source import TAG

register = template.Library()


@register.simple_tag
def suggested_kinds() -> str:
    """JSON of kind -> its name in the reader's language, for every kind that is suggested."""
    names = {kind: str(item.label) for kind, item in registry.current().kinds().items()}
    return json.dumps(names | {TAG: _("태그")}, ensure_ascii=False, separators=(",", ":"))


@register.inclusion_tag("components/reads_on.html", takes_context=True)
def reads_on(context: dict[str, Any], item: Any, *shown: Any) -> dict[str, Any]:
    """What is alike to a page or record beside what it shows anyway (lists), other searches, and what was read before.

    ``item`` is remembered by the reader's browser if it is open to all.
    """
    viewer = context["request"].user
    beside = [other for group in shown for other in group or ()]
    tags: Any = context.get("tag_list") or getattr(item, "tag_list", ())
    own = {tag.name for tag in tags}
    remembered = related.is_open_to_all(item)
    kinds = registry.current().of_model(type(item))
    return {
        "reads_on": related.of_item(item, viewer, beside, own),
        "language": context.get("language"),
        "recent_title": _title(item) if remembered else "",
        "recent_kind": kinds[0].label if remembered else "",
    }


@register.inclusion_tag("components/reads_on.html", takes_context=True)
def results_read_on(context: dict[str, Any], response: SearchResponse) -> dict[str, Any]:
    """The same for a page of results."""
    found = related.of_results(response, context["request"].user)
    return {"reads_on": found, "language": context.get("language"), "within": True}


def _title(item: Any) -> str:
    return str(getattr(item, "local_title", "") or getattr(item, "label", "") or item)
