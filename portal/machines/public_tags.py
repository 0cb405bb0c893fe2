"""Tags that have a page of their own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from portal.core.models import Tag
from portal.core.tag_sources import tagged_items
from portal.core.tagging import PUBLIC_TAG_MINIMUM, tag_counts


def public_tags(viewer: Any, among: QuerySet[Tag] | None = None) -> list[Tag]:
    """Those that lead to at least two things which `viewer` may see. A query per kind of thing."""
    tags = list(Tag.objects.all() if among is None else among)
    counts = tag_counts(tagged_items(viewer), among=None if among is None else [tag.pk for tag in tags])
    return [tag for tag in tags if counts[tag.pk] >= PUBLIC_TAG_MINIMUM]
