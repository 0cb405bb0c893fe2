"""Which guides a reader may see, and what the list and the page of a guide show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from wagtail.query import PageQuerySet

from portal.guidance.domain.steps import Reach, open_steps
from portal.guidance.models import GuidePage, GuideStep
from search.audience import visible_pages


def visible_guides(viewer: Any) -> PageQuerySet[GuidePage]:
    """Live guides that `viewer` may see: those for newcomers first, then in the order of the tree."""
    guides: PageQuerySet[GuidePage] = visible_pages(GuidePage.objects.all(), viewer)
    return guides.order_by("-newcomers", "path")


def shown_guides(viewer: Any, limit: int | None = None) -> list[GuidePage]:
    """The first guides with `step_count`, the number of steps that `viewer` may follow. Bounded queries."""
    guides = list(visible_guides(viewer)[:limit])
    return with_step_counts(guides, viewer)


def with_step_counts(guides: Iterable[GuidePage], viewer: Any) -> list[GuidePage]:
    """Attach `step_count`."""
    guides = list(guides)
    rows: dict[int, list[GuideStep]] = defaultdict(list)
    for step in GuideStep.objects.filter(guide__in=[guide.pk for guide in guides]).order_by(
        "sort_order", "pk"
    ):
        rows[step.guide_id].append(step)
    reach = Reach((step for steps in rows.values() for step in steps), viewer, to_count=True)
    for guide in guides:
        guide.step_count = sum(reach.is_open(step) for step in rows[guide.pk])
    return guides


def guide_list_context(request: HttpRequest) -> dict[str, Any]:
    """Context of the list: first (guides for newcomers), guides (the others), total."""
    guides = shown_guides(request.user)
    first = [guide for guide in guides if guide.newcomers]
    return {
        "first": first,
        "guides": [guide for guide in guides if not guide.newcomers],
        "total": len(guides),
    }


def guide_context(guide: GuidePage, request: HttpRequest) -> dict[str, Any]:
    """Context of a guide: steps (what the reader may follow), has_english (some note is in English), others."""
    rows = list(guide.steps.all())
    others = [other for other in shown_guides(request.user) if other.pk != guide.pk]
    return {"steps": open_steps(rows, request.user, request), "others": others}
