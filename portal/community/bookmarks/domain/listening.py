"""Where somebody stopped listening, and going on from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lectures.domain.reading import published_recording
from lectures.models import Lecture
from portal.accounts.models import User
from portal.community.bookmarks.models import Position
from search.audience import visible_pages
from search.places import clock, located_url

#: Seconds at the start and at the end that are not worth coming back to.
EDGE = 15
MOST_POSITIONS = 200
MOST_SHOWN = 6


@dataclass(frozen=True)
class Offer:
    """ "12:34부터 이어 듣기"."""

    lecture: Lecture
    seconds: int

    @property
    def clock(self) -> str:
        return clock(self.seconds)

    @property
    def url(self) -> str:
        return located_url(self.lecture.url or "", f"t={self.seconds}")


def note_position(user: User, lecture_id: int, seconds: int) -> bool:
    """Keep where `user` is in a lecture, or forget it at its edges; False for one without a recording to be seen."""
    lecture = visible_pages(Lecture.objects.filter(pk=lecture_id), user).first()
    recording = published_recording(lecture) if lecture else None
    if lecture is None or recording is None or not recording.file:
        return False
    length = recording.duration_ms // 1000
    if seconds < EDGE or (length and seconds > length - EDGE):
        Position.objects.filter(user=user, lecture=lecture).delete()
        return True
    Position.objects.update_or_create(user=user, lecture=lecture, defaults={"seconds": seconds})
    _forget_oldest(user)
    return True


def _forget_oldest(user: User) -> None:
    extra = Position.objects.filter(user=user).values_list("pk", flat=True)[MOST_POSITIONS:]
    if keys := list(extra):
        Position.objects.filter(pk__in=keys).delete()


def offer_for(user: Any, lecture: Lecture) -> Offer | None:
    """Where to go on in this lecture; one query."""
    found = Position.objects.filter(user=user, lecture_id=lecture.pk).first()
    return Offer(lecture, found.seconds) if found else None


def to_continue(user: User) -> list[Offer]:
    """The lectures begun last, as far as they can still be heard."""
    positions = list(Position.objects.filter(user=user)[: MOST_SHOWN * 3])
    pages = visible_pages(Lecture.objects.filter(pk__in=[one.lecture_id for one in positions]), user)
    seen = pages.filter(recording__published=True).exclude(recording__file="").in_bulk()
    offers = [Offer(seen[one.lecture_id], one.seconds) for one in positions if one.lecture_id in seen]
    return offers[:MOST_SHOWN]
