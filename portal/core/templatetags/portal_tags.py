"""Tags on pages: which of them have a page of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import template
from django.template import Engine
from django.utils.safestring import SafeString

from portal.core.models import Tag
from portal.core.tagging import PUBLIC_TAG_MINIMUM, tag_counts

if TYPE_CHECKING:
    from portal.core.tag_page import TaggedItem

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


@register.simple_tag(takes_context=True)
def tagged_row(context: template.Context, row: TaggedItem) -> SafeString:
    """A row of a tag's page by the template of its kind, which finds the page under the name of the kind."""
    with context.push(**{row.kind.key: row.page, "kind_label": row.kind.label}):
        return Engine.get_default().get_template(row.kind.template).render(context)
