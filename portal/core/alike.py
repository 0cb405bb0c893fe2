"""Which items have most in common with one: shared tags, of which a rare one says more than a common one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from portal.core.models import Tag

# Tags are compared among the newest so many candidates.
MOST_COMPARED = 200


class Tagged(Protocol):
    """An item whose tags were attached beforehand."""

    tag_list: list[Tag]


TaggedT = TypeVar("TaggedT", bound=Tagged)


def most_alike(tags: Iterable[Tag], candidates: Sequence[TaggedT], limit: int) -> list[TaggedT]:
    """Up to `limit` candidates that share a tag with `tags`, the closest first; among equals the given order holds."""
    own = {tag.pk for tag in tags}
    carried = [own & {tag.pk for tag in item.tag_list} for item in candidates]
    number = Counter(pk for shared in carried for pk in shared)
    weights = [sum(1 / number[pk] for pk in sorted(shared)) for shared in carried]
    ranked = sorted(zip(weights, candidates, strict=True), key=lambda row: -row[0])
    return [item for weight, item in ranked if weight > 0][:limit]
