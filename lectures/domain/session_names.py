"""The session a lecture belongs to is its parent in the tree; found for many lectures in one query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F

from lectures.models import ForumSession, Lecture
from portal.core.listing import Option
from search.audience import visible_pages


def attach_sessions(lectures: Sequence[Lecture], viewer: Any) -> None:
    """Set `lecture.session` to its parent session, or None outside one or when the viewer may not see it."""
    steplen = ForumSession.steplen
    parents = {lecture.path[:-steplen] for lecture in lectures}
    sessions = visible_pages(ForumSession.objects.filter(path__in=parents), viewer)
    by_path = {session.path: session for session in sessions}
    for lecture in lectures:
        lecture.session = by_path.get(lecture.path[:-steplen])


def session_options(viewer: Any) -> list[Option]:
    """Visible sessions as filter options, latest first."""
    sessions = visible_pages(ForumSession.objects.all(), viewer).order_by(F("date").desc(nulls_last=True))
    return [Option(session.slug, session.local_title) for session in sessions]
