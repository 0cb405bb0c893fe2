"""What stands in the way of publishing a recording, and publishing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lectures.domain.transcripts import has_transcript
from lectures.models import Cue, Lecture, Recording
from lectures.times import clock
from portal.core import personal_data
from portal.core.enums import PersonalData
from portal.core.searchable import body_text, plain

MOST_FINDS = 20
NO_WORDS = _(
    "자막이나 대본이 없으면 소리를 듣지 못하는 사람이 내용을 알 수 없어 공개할 수 없습니다"
    "(장애인차별금지법, 웹 접근성). 자막을 올리거나 까닭을 적어 주세요."
)


@dataclass(frozen=True)
class Item:
    """One line of the checklist. blocks: publishing waits for it; `key` names the reason that can lift it."""

    label: str
    done: bool
    note: str = ""
    key: str = ""
    finds: tuple[str, ...] = ()

    @property
    def blocks(self) -> bool:
        return not self.done


class NotReady(Exception):
    """Publishing is stopped; `items` say by what."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = list(items)
        super().__init__(" ".join(item.note for item in self.items))


def checklist(recording: Recording) -> list[Item]:
    """Everything that is looked at before a recording is public, done or not."""
    lecture = recording.lecture
    return [_media(recording, lecture), _transcript(recording), _personal_data(recording, lecture)]


def _media(recording: Recording, lecture: Lecture) -> Item:
    there = bool(recording.file or lecture.recording_url)
    return Item(
        gettext("녹화 파일이나 영상 주소"),
        there or has_transcript(recording),
        "" if there else gettext("녹화 파일이 없습니다. 대본만 공개됩니다."),
    )


def _transcript(recording: Recording) -> Item:
    label = gettext("자막이나 대본")
    if has_transcript(recording):
        count = recording.cues.count()
        return Item(label, True, gettext("자막 %(count)d개") % {"count": count} if count else "")
    if recording.no_transcript_reason:
        return Item(label, True, gettext("까닭: %(reason)s") % {"reason": recording.no_transcript_reason})
    return Item(label, False, str(NO_WORDS), key="no_transcript_reason")


def blocks_address(lecture: Lecture) -> bool:
    """Whether the lecture leads to a video elsewhere whose words nobody can read, without a recorded reason."""
    recording = Recording.objects.filter(lecture_id=lecture.pk).first()
    if not lecture.recording_url or (recording and recording.no_transcript_reason):
        return False
    return recording is None or not has_transcript(recording)


def _personal_data(recording: Recording, lecture: Lecture) -> Item:
    label = gettext("개인정보 검사")
    finds = tuple(personal_data_in(recording, lecture))
    if not finds:
        return Item(label, True)
    if recording.personal_data_reason:
        note = gettext("까닭: %(reason)s") % {"reason": recording.personal_data_reason}
        return Item(label, True, note, finds=finds)
    note = gettext("개인정보로 보이는 글이 있습니다. 지우거나, 두어야 하면 까닭을 적어 주세요.")
    return Item(label, False, note, key="personal_data_reason", finds=finds)


def personal_data_in(recording: Recording, lecture: Lecture) -> list[str]:
    """Where something looks like personal data: place, kind and the text itself."""
    texts = [
        (clock(start), text)
        for start, text in Cue.objects.filter(recording=recording).values_list("start_ms", "text")
    ]
    texts += [
        (gettext("대본"), recording.plain_transcript),
        (gettext("한 줄 요약"), lecture.summary),
        (gettext("핵심 내용"), plain(lecture.key_points)),
        (gettext("본문"), body_text(lecture.body)),
    ]
    finds = [
        f"{place}: {PersonalData(found.kind).label} {personal_data.mask(found.text)}"
        for place, text in texts
        for found in personal_data.find(text)
    ]
    return finds[:MOST_FINDS]


def publish(recording: Recording, user: Any, reasons: dict[str, str]) -> None:
    """Make the recording public. `reasons` by field lift what may be lifted. Raises NotReady."""
    with transaction.atomic():
        found = Recording.objects.select_for_update().select_related("lecture").get(pk=recording.pk)
        for name in ("no_transcript_reason", "personal_data_reason"):
            if reasons.get(name, "").strip():
                setattr(found, name, reasons[name].strip()[:300])
        blocking = [item for item in checklist(found) if item.blocks]
        if blocking:
            raise NotReady(blocking)
        found.touch(published=True, published_by=user, published_at=timezone.now())


def withdraw(recording: Recording) -> None:
    """Take the recording off the public page."""
    recording.touch(published=False)
