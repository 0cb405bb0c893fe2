"""Speakers: one appears in public only through talks that the viewer may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.text import slugify

from lectures.domain.lectures import visible_lectures
from lectures.models import Speaker


def visible_speakers(viewer: Any) -> QuerySet[Speaker]:
    """Speakers with at least one visible talk, with `talk_count`, in alphabetical order."""
    talks = Q(talks__lecture__in=visible_lectures(viewer).order_by().values("pk"))
    return (
        Speaker.objects.filter(talks)
        .annotate(talk_count=Count("talks__lecture", filter=talks, distinct=True))
        .order_by("name", "pk")
    )


def free_slug(name: str) -> str:
    """An address for a new speaker: the name, with a number behind it when somebody has that one already."""
    base = slugify(name, allow_unicode=True)[:90] or "speaker"
    taken = set(Speaker.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)
