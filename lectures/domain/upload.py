"""One upload for a whole lecture: files are told apart by their content and put where they belong."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Page

from lectures.domain.captions import LARGEST_FILE, Captions, Unreadable, decode, parse
from lectures.domain.media_files import HEAD, keep_file, recognise
from lectures.domain.transcripts import replace_captions
from lectures.models import Lecture, Recording
from portal.attachments.reading.parts import Unreadable as UnreadableDocument
from portal.attachments.reading.sniff import sniff
from portal.core.models import PortalDocument
from portal.imports.apply.pages import free_slug


class Role(TextChoices):
    """What a file is for."""

    MEDIA = "media", _("녹화")
    CAPTIONS = "captions", _("자막")
    TRANSCRIPT = "transcript", _("시각 없는 대본")
    ATTACHMENT = "attachment", _("첨부 파일")
    REFUSED = "refused", _("받지 않음")


@dataclass
class Assigned:
    """A file, what it is for, and what there is to say of it."""

    file: UploadedFile
    role: Role
    note: str = ""
    text: str = ""
    #: Where it was kept, of an attachment.
    document: PortalDocument | None = None

    def __str__(self) -> str:
        return f"{self.file.name}: {self.role.label}{f' ({self.note})' if self.note else ''}"


def assign(files: Sequence[UploadedFile]) -> list[Assigned]:
    """Roles of the files, by content: one recording, and a text without times only where there are no captions."""
    assigned = [_look_at(file) for file in files]
    media = [one for one in assigned if one.role is Role.MEDIA]
    for extra in media[1:]:
        extra.role, extra.note = Role.REFUSED, gettext("녹화는 하나만 올릴 수 있습니다.")
    spoken = [one for one in assigned if one.role in (Role.CAPTIONS, Role.TRANSCRIPT)]
    spoken.sort(key=lambda one: one.role is not Role.CAPTIONS)
    for extra in spoken[1:]:
        extra.role = Role.ATTACHMENT if extra.role is Role.TRANSCRIPT else Role.REFUSED
        extra.note = gettext("자막이 이미 있습니다. 다른 언어의 자막은 다음 화면에서 올립니다.")
    return assigned


def _look_at(file: UploadedFile) -> Assigned:
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    kind = recognise(head)
    if kind is not None:
        return Assigned(file, Role.MEDIA, kind.label)
    try:
        with _on_disk(file) as path:
            found = sniff(path)
    except UnreadableDocument as error:
        if error.problem != "unknown":
            return Assigned(
                file, Role.ATTACHMENT, gettext("읽지 못할 수 있는 파일입니다. 첨부 화면에서 상태를 봅니다.")
            )
        return Assigned(file, Role.REFUSED, gettext("녹화, 자막, 문서 가운데 어느 것도 아닙니다."))
    if found.format != "txt":
        return Assigned(file, Role.ATTACHMENT, found.format.upper())
    return _text(file)


def _text(file: UploadedFile) -> Assigned:
    if (file.size or 0) > LARGEST_FILE:
        return Assigned(file, Role.ATTACHMENT, "TXT")
    try:
        text = decode(file.read())
    except Unreadable as error:
        return Assigned(file, Role.REFUSED, str(error))
    finally:
        file.seek(0)
    timed = parse(text).timed
    return Assigned(file, Role.CAPTIONS if timed else Role.TRANSCRIPT, "", text)


@contextmanager
def _on_disk(file: UploadedFile) -> Iterator[Path]:
    if hasattr(file, "temporary_file_path"):
        yield Path(file.temporary_file_path())
        return
    with tempfile.NamedTemporaryFile() as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        file.seek(0)
        yield Path(copy.name)


def make_lecture(parent: Page, title: str, assigned: Sequence[Assigned], user: Any) -> Recording:
    """A draft lecture below `parent` with all that was assigned. Raises Refused."""
    with transaction.atomic():
        session = parent.specific
        lecture = Lecture(
            title=title, slug=free_slug(parent, "lecture"), live=False, has_unpublished_changes=True
        )
        lecture.owner = user
        lecture.date = getattr(session, "date", None)
        type(parent).objects.get(pk=parent.pk).add_child(instance=lecture)
        recording = Recording.objects.create(lecture=lecture)
        for one in assigned:
            _put(recording, lecture, one, user)
        lecture.save_revision(user=user, log_action="wagtail.create")
        return recording


def _put(recording: Recording, lecture: Lecture, one: Assigned, user: Any) -> None:
    if one.role is Role.MEDIA:
        keep_file(recording, one.file.name or "recording", one.file)  # type: ignore[arg-type]
    elif one.role in (Role.CAPTIONS, Role.TRANSCRIPT):
        one.note = " ".join(filter(None, (one.note, _read(take_captions(recording, one.text, "ko")))))
    elif one.role is Role.ATTACHMENT:
        one.file.seek(0)
        document = PortalDocument(title=(one.file.name or "")[:255], uploaded_by_user=user)
        document.collection = Collection.get_first_root_node()
        document.file = one.file
        document._set_document_file_metadata()
        document.save()
        one.document = document
        lecture.attachments = [  # type: ignore[assignment]
            *[(block.block_type, block.value) for block in lecture.attachments],
            ("attachment", {"document": document, "label": ""}),
        ]


def _read(said: Captions) -> str:
    """What became of captions, in a few words."""
    if said.faults:
        return gettext("고칠 곳이 있습니다: %(fault)s") % {"fault": said.faults[0]}
    return gettext("자막 %(count)d개") % {"count": len(said.lines)} if said.timed else ""


def take_captions(recording: Recording, text: str, language: str) -> Captions:
    """Make `text` the captions of a language, or the transcript when it has no times.

    With faults nothing is replaced: the text waits in `captions_draft` to be mended.
    """
    said = parse(text)
    if said.faults:
        recording.touch(captions_draft=text, captions_language=language)
    elif said.timed:
        recording.captions_draft = ""
        replace_captions(recording, said.lines, language)
    else:
        recording.touch(captions_draft="", plain_transcript=said.text)
    return said


def refusal(assigned: Sequence[Assigned]) -> str:
    """Why nothing can be made of these files at all; "" when something can."""
    if all(one.role is Role.REFUSED for one in assigned):
        return gettext("쓸 수 있는 파일이 없습니다.")
    return ""
