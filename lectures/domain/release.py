"""Publishing a lecture with its recording, and a session with all its lectures."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import Page

from lectures.domain.checklist import Item, NotReady, checklist, is_empty, page_blocks, publish
from lectures.models import ForumSession, Lecture, Recording


def publish_lecture(recording: Recording, user: Any, reasons: dict[str, str]) -> None:
    """The recording and its page, both or neither. Raises NotReady."""
    with transaction.atomic():
        publish(recording, user, reasons)
        _publish_page(recording.lecture, user)


def session_of(lecture: Lecture) -> ForumSession | None:
    """The session a lecture stands in, published or not."""
    parent = lecture.get_parent().specific
    return parent if isinstance(parent, ForumSession) else None


def unpublished_with(session: ForumSession) -> list[Lecture]:
    """Lectures of a session that are still drafts or whose recording is not public."""
    lectures = Lecture.objects.child_of(session).select_related("recording").order_by("path")
    return [page for page in lectures if not page.live or _waits(page)]


def _waits(lecture: Lecture) -> bool:
    recording = getattr(lecture, "recording", None)
    return recording is not None and not recording.published and not is_empty(recording, lecture)


def publish_session(session: ForumSession, user: Any) -> list[Lecture]:
    """The session with all its lectures and recordings, all or nothing. Raises NotReady with what each waits for."""
    with transaction.atomic():
        waiting = unpublished_with(session)
        blocking = [item for page in waiting for item in _blocking(page)]
        if blocking:
            raise NotReady(blocking)
        _publish_page(session, user)
        for page in waiting:
            if _waits(page):
                publish(page.recording, user, {})
            _publish_page(page, user)
        return waiting


def _blocking(lecture: Lecture) -> list[Item]:
    draft: Lecture = lecture.get_latest_revision_as_object()
    items = checklist(lecture.recording) if _waits(lecture) else page_blocks(draft)
    return [
        Item(f"{lecture.title}: {item.label}", False, item.note, item.key, item.finds)
        for item in items
        if item.blocks
    ]


def _publish_page(page: Page, user: Any) -> None:
    """The latest draft goes public; what is public already stays as it is."""
    fresh = Page.objects.get(pk=page.pk).specific
    if fresh.live and not fresh.has_unpublished_changes:
        return
    revision = fresh.get_latest_revision() or fresh.save_revision(user=user)
    revision.publish(user=user)
