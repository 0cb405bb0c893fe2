"""Which kinds of items carry tags. Rooms are named here once, because tags belong to all of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from districts.domain.cases import visible_cases
from districts.models import CaseTag
from lectures.domain.lectures import visible_lectures
from lectures.domain.sessions import visible_sessions
from lectures.models import LectureTag, SessionTag


def tagged_items(viewer: Any) -> list[tuple[type[Model], QuerySet[Any]]]:
    """Pairs of through model and the items that `viewer` may see."""
    return [
        (CaseTag, visible_cases(viewer).order_by()),
        (LectureTag, visible_lectures(viewer).order_by()),
        (SessionTag, visible_sessions(viewer).order_by()),
    ]
