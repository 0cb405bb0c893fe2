"""Which items have most in common with one: shared tags, of which a rare one says more than a common one.

Only ids are compared, so that a page reads no more than the few items that it shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from portal.core.models import Tag

# Tags are compared among the newest so many candidates.
MOST_COMPARED = 200
ModelT = TypeVar("ModelT", bound=Model)


def shared_tags(items: QuerySet[Any], tags: Iterable[Tag]) -> dict[int, set[int]]:
    """Map ids of `items` that carry any of `tags`, in their order, to the ids of the tags in common; one query."""
    own = [tag.pk for tag in tags]
    shared: dict[int, set[int]] = {}
    if not own:
        return shared
    rows = items.filter(tagged_items__tag_id__in=own).values_list("pk", "tagged_items__tag_id")
    for pk, tag in rows[: MOST_COMPARED * len(own)]:
        shared.setdefault(pk, set()).add(tag)
    return dict(list(shared.items())[:MOST_COMPARED])


def most_alike(shared: Mapping[int, Collection[int]], limit: int) -> list[int]:
    """Up to `limit` ids of those that share tags, the closest first; among equals the given order holds."""
    number = Counter(tag for tags in shared.values() for tag in tags)
    weights = {pk: sum(1 / number[tag] for tag in sorted(tags)) for pk, tags in shared.items()}
    return sorted(weights, key=lambda pk: -weights[pk])[: max(limit, 0)]


def in_order(items: QuerySet[ModelT], ids: Sequence[int]) -> list[ModelT]:
    """Those of `items` with these ids, in their order; no query for none."""
    found = {item.pk: item for item in items.filter(pk__in=ids)} if ids else {}
    return [found[pk] for pk in ids if pk in found]
