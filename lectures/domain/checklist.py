"""What stands in the way of publishing a recording, and publishing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lectures.domain.slides import documents_of
from lectures.domain.transcripts import has_transcript
from lectures.models import Chapter, Cue, Lecture, Recording
from lectures.times import clock
from portal.attachments.domain.outcome import state_of as attachment_state
from portal.core import personal_data
from portal.core.enums import PersonalData
from portal.core.searchable import body_text, plain

MOST_FINDS = 20
#: Fields of a recording that say why something is public all the same.
REASONS = ("no_transcript_reason", "personal_data_reason")
NO_WORDS = _(
    "자막이나 대본이 없으면 소리를 듣지 못하는 사람이 내용을 알 수 없어 공개할 수 없습니다"
    "(장애인차별금지법, 웹 접근성). 자막을 올리거나 까닭을 적어 주세요."
)


@dataclass(frozen=True)
class Item:
    """One line of the checklist. blocks: publishing waits for it; `key` names the reason that can lift it.

    tells: it is there to be known and is neither done nor open.
    """

    label: str
    done: bool
    note: str = ""
    key: str = ""
    finds: tuple[str, ...] = ()
    tells: bool = False

    @property
    def blocks(self) -> bool:
        return not self.done


class NotReady(Exception):
    """Publishing is stopped; `items` say by what."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = list(items)
        super().__init__(" ".join(item.note for item in self.items))


def checklist(recording: Recording) -> list[Item]:
    """Everything that is looked at before a lecture and its recording are public, done or not.

    recording: may be unsaved, for a lecture that has none yet.
    """
    lecture = _draft(recording.lecture)
    items = [_media(recording, lecture)]
    if not is_empty(recording, lecture):
        items.append(_transcript(recording))
    found = [*found_in_recording(recording), *found_in_page(lecture)]
    return [*items, _personal_data(recording, found), *_attachments(lecture)]


def page_blocks(lecture: Lecture) -> list[Item]:
    """What stops a page, given as it is to be published; its recording is public or not by itself."""
    recording = Recording.objects.filter(lecture_id=lecture.pk).first() or Recording(lecture=lecture)
    spoken = found_in_recording(recording) if recording.published else []
    items = [_personal_data(recording, [*spoken, *found_in_page(lecture)])]
    if lecture.recording_url:
        items.insert(0, _transcript(recording))
    return [item for item in items if item.blocks]


def is_empty(recording: Recording, lecture: Lecture) -> bool:
    """Whether there is nothing to play and nothing that was said."""
    return not (recording.file or lecture.recording_url or has_transcript(recording))


def _draft(lecture: Lecture) -> Lecture:
    """What publishing would make public."""
    draft: Lecture = lecture.get_latest_revision_as_object()
    return draft


def _media(recording: Recording, lecture: Lecture) -> Item:
    label = gettext("녹화 파일이나 영상 주소")
    if recording.file or lecture.recording_url:
        return Item(label, True)
    if has_transcript(recording):
        return Item(label, True, gettext("녹화 파일이 없습니다. 대본만 공개됩니다."))
    return Item(label, True, gettext("녹화가 없습니다. 강연 쪽만 공개됩니다."))


def _transcript(recording: Recording) -> Item:
    label = gettext("자막이나 대본")
    if has_transcript(recording):
        count = recording.cues.count() if recording.pk else 0
        return Item(label, True, gettext("자막 %(count)d개") % {"count": count} if count else "")
    if recording.no_transcript_reason:
        return Item(label, True, gettext("까닭: %(reason)s") % {"reason": recording.no_transcript_reason})
    return Item(label, False, str(NO_WORDS), key="no_transcript_reason")


def _attachments(lecture: Lecture) -> list[Item]:
    """How far each file is. None stops the lecture: readers do not get a file before it was checked."""
    label = gettext("첨부 파일")
    return [
        Item(f"{label} {document.title}", True, " · ".join(attachment_state(document)), tells=True)
        for document in documents_of(lecture)
    ]


def _personal_data(recording: Recording, found: Sequence[tuple[str, str]]) -> Item:
    label = gettext("개인정보 검사")
    if not found:
        return Item(label, True)
    finds = tuple(f"{place}: {what}" for place, what in found[:MOST_FINDS])
    # The reason was given for what was known then.
    if recording.personal_data_reason and {what for _, what in found} <= set(recording.personal_data_known):
        note = gettext("까닭: %(reason)s") % {"reason": recording.personal_data_reason}
        return Item(label, True, note, finds=finds)
    note = gettext("개인정보로 보이는 글이 있습니다. 지우거나, 두어야 하면 까닭을 적어 주세요.")
    return Item(label, False, note, key="personal_data_reason", finds=finds)


def found_in_recording(recording: Recording) -> list[tuple[str, str]]:
    """What looks like personal data in what is spoken: its place, and its kind with the text without its middle."""
    if not recording.pk:
        return []
    spoken = Cue.objects.filter(recording=recording).values_list("start_ms", "text")
    chapters = Chapter.objects.filter(recording=recording).values_list("title", flat=True)
    return _found(
        [
            *((clock(start), text) for start, text in spoken),
            (gettext("대본"), recording.plain_transcript),
            *((gettext("장 제목"), title) for title in chapters),
        ]
    )


def found_in_page(lecture: Lecture) -> list[tuple[str, str]]:
    """The same of what is written."""
    return _found(
        [
            (gettext("제목"), lecture.title),
            (gettext("한 줄 요약"), lecture.summary),
            (gettext("핵심 내용"), plain(lecture.key_points)),
            (gettext("본문"), body_text(lecture.body)),
            (gettext("알림"), lecture.note),
        ]
    )


def _found(texts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        (place, f"{PersonalData(found.kind).label} {personal_data.mask(found.text)}")
        for place, text in texts
        for found in personal_data.find(text)
    ]


def publish(recording: Recording, user: Any, reasons: Mapping[str, str]) -> None:
    """Make the recording public. `reasons` by field lift what may be lifted. Raises NotReady.

    A lecture without anything to play or to read along keeps the reasons only.
    """
    with transaction.atomic():
        found = Recording.objects.select_for_update().select_related("lecture").get(pk=recording.pk)
        note_reasons(found, reasons)
        blocking = [item for item in checklist(found) if item.blocks]
        if blocking:
            raise NotReady(blocking)
        there = not is_empty(found, _draft(found.lecture))
        found.touch(published=there, published_by=user, published_at=timezone.now())


def note_reasons(recording: Recording, reasons: Mapping[str, str]) -> None:
    """Set the reasons that are given, by field; the one for personal data covers what is found now."""
    for name in REASONS:
        if reasons.get(name, "").strip():
            setattr(recording, name, reasons[name].strip()[:300])
    if reasons.get("personal_data_reason", "").strip():
        found = [*found_in_recording(recording), *found_in_page(_draft(recording.lecture))]
        recording.personal_data_known = sorted({what for _, what in found})


def hold(recording: Recording) -> list[Item]:
    """Take a published recording back when what was changed in it must not be public; returns what stops it."""
    if not recording.published:
        return []
    items = [_transcript(recording), _personal_data(recording, found_in_recording(recording))]
    blocking = [item for item in items if item.blocks]
    if blocking:
        withdraw(recording)
    return blocking


def withdraw(recording: Recording) -> None:
    """Take the recording off the public page."""
    recording.touch(published=False)
