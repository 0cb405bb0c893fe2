"""Tags of many items at once, and how many items a tag leads to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Count, Model, QuerySet

from portal.core.models import Tag

PUBLIC_TAG_MINIMUM = 2


def tags_by_item(through: type[Model], ids: Iterable[int]) -> dict[int, list[Tag]]:
    """Map item ids to their tags in alphabetical order, in one query."""
    rows = (
        through._default_manager.filter(content_object_id__in=list(ids))
        .select_related("tag")
        .order_by("tag__name")
    )
    result: dict[int, list[Tag]] = defaultdict(list)
    for row in rows:
        result[row.content_object_id].append(row.tag)  # type: ignore[attr-defined]
    return result


def tags_in_use(relation: str, items: QuerySet[Any], **filters: Any) -> QuerySet[Tag]:
    """Tags on any of `items`; `relation` is the reverse name on Tag, such as "tagged_cases"."""
    return Tag.objects.filter(**{f"{relation}__content_object__in": items.values("pk")}, **filters).distinct()


def tag_counts(
    sources: Sequence[tuple[type[Model], QuerySet[Any]]], among: Collection[int] | None = None
) -> dict[int, int]:
    """Map tag ids to the number of tagged items among several (through model, visible items) pairs.

    `among`: ids of the tags to count; all of them unless given.
    """
    counts: dict[int, int] = defaultdict(int)
    wanted = {} if among is None else {"tag_id__in": among}
    counted = [
        through._default_manager.filter(content_object__in=items.values("pk"), **wanted)
        .values("tag_id")
        .annotate(count=Count("content_object_id", distinct=True))
        .order_by()
        for through, items in sources
    ]
    # One question for all kinds of things: every page with tags asks it.
    for row in counted[0].union(*counted[1:], all=True) if counted else ():
        counts[row["tag_id"]] += row["count"]
    return counts
