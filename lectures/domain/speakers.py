"""Speakers: one appears in public only through talks that the viewer may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

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
