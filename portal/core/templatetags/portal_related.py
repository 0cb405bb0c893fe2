"""What stands beside a record because it belongs to the same subject."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from portal.core.models import Tag
from portal.guidance.domain.glossary import glossary
from portal.guidance.domain.marking import local_definition, local_name

register = template.Library()

MOST_TERMS = 4


@register.inclusion_tag("components/tag_terms.html", takes_context=True)
def tag_terms(context: dict[str, Any], tags: Iterable[Tag]) -> dict[str, Any]:
    """The terms of the glossary that bear the name of one of the tags, with their definitions."""
    known = glossary()
    ids = dict.fromkeys(pk for tag in tags for pk in known.keys.get(tag.key, ()))
    entries = [known.entries[pk] for pk in ids][:MOST_TERMS]
    terms = [
        {"slug": entry.slug, "name": local_name(entry), "definition": local_definition(entry)}
        for entry in entries
    ]
    return {"terms": terms, "language": context.get("language")}
