"""Tags on pages: which of them have a page of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from portal.core.models import Tag
from portal.core.tagging import PUBLIC_TAG_MINIMUM, tag_counts

register = template.Library()


@register.simple_tag(takes_context=True)
def mark_public(context: dict[str, Any], tags: Iterable[Tag]) -> list[Tag]:
    """The tags with `is_public`: whether the reader sees at least two things with it. A query per kind of thing."""
    from portal.core.tag_sources import tagged_items

    rows = list(tags)
    unknown = [tag for tag in rows if not hasattr(tag, "is_public")]
    if unknown:
        counts = tag_counts(tagged_items(context.get("user")), among=[tag.pk for tag in unknown])
        for tag in unknown:
            tag.is_public = counts[tag.pk] >= PUBLIC_TAG_MINIMUM
    return rows
