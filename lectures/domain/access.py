"""Who may have a recording: readers of its page once it is published, and those who work on the page."""

from __future__ import annotations

from typing import Any

from lectures.models import Lecture, Recording
from search.audience import page_audiences, visible_pages


def may_see(recording: Recording, viewer: Any) -> bool:
    """Whether `viewer` may have the file and the captions."""
    if (
        recording.published
        and visible_pages(Lecture.objects.filter(pk=recording.lecture_id), viewer).exists()
    ):
        return True
    return may_edit(recording.lecture, viewer)


def may_edit(lecture: Lecture, viewer: Any) -> bool:
    return bool(viewer.is_authenticated) and bool(lecture.permissions_for_user(viewer).can_edit())


def may_publish(lecture: Lecture, viewer: Any) -> bool:
    return bool(viewer.is_authenticated) and bool(lecture.permissions_for_user(viewer).can_publish())


def is_open_to_all(recording: Recording) -> bool:
    """Whether nobody has to sign in for it."""
    lecture = recording.lecture
    return recording.published and lecture.live and page_audiences([lecture]).get(lecture.pk) == "public"
