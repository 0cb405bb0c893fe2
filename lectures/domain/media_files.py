"""Recordings as files: what they are by content, how long they last, and keeping them."""

from __future__ import annotations

import hashlib
import logging
from pathlib import PurePath
from typing import Any, BinaryIO

import filetype  # type: ignore[import-untyped]
from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.text import get_valid_filename
from django.utils.translation import gettext
from tinytag import TinyTag, TinyTagException

from lectures.enums import MediaType
from lectures.models import Recording

logger = logging.getLogger(__name__)

HEAD = 8192
_SUFFIXES = {
    MediaType.MP4: ".mp4",
    MediaType.WEBM: ".webm",
    MediaType.MP3: ".mp3",
    MediaType.M4A: ".m4a",
    MediaType.OGG: ".ogg",
}


class Refused(ValueError):
    """Why a file is not taken, in words for the editor."""


def recognise(head: bytes) -> MediaType | None:
    """The type by the first HEAD bytes; None for what browsers do not play, whatever the name says."""
    found = filetype.guess(head)
    if found is None:
        return None
    mime = {"audio/m4a": "audio/mp4", "audio/x-m4a": "audio/mp4", "video/x-m4v": "video/mp4"}.get(
        found.mime, found.mime
    )
    return MediaType(mime) if mime in MediaType.values else None


def keep_file(recording: Recording, name: str, file: BinaryIO) -> None:
    """Make `file` the recording's and save it. Raises Refused for another type, an empty or too large file."""
    file.seek(0)
    kind = recognise(file.read(HEAD))
    if kind is None:
        raise Refused(
            gettext("%(name)s: 동영상이나 소리 파일이 아닙니다. MP4, WebM, MP3, M4A, Ogg를 올려 주세요.")
            % {"name": name}
        )
    size = file.seek(0, 2)
    if size > settings.RECORDING_MAX_BYTES:
        raise Refused(too_large(name))
    old = recording.file.name
    stem = get_valid_filename(PurePath(name).stem)[:80] if PurePath(name).stem.strip(". ") else "recording"
    recording.file_name = f"{stem}{_SUFFIXES[kind]}"
    recording.media_type, recording.size = kind.value, size
    recording.duration_ms = duration_ms(recording.file_name, file)
    file.seek(0)
    recording.sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    recording.file.save(recording.file_name, File(file), save=False)
    recording.touch()
    if old and old != recording.file.name:
        forget_file(recording, old)


def duration_ms(name: str, file: BinaryIO) -> int:
    """How long it lasts in milliseconds; 0 when the file does not say."""
    file.seek(0)
    try:
        found = TinyTag.get(name, file_obj=file, tags=False)
    except (TinyTagException, ValueError, OSError, KeyError, IndexError):
        logger.info("no duration in %s", name)
        return 0
    return round((found.duration or 0) * 1000)


def forget_file(recording: Recording, name: str) -> None:
    """Delete the stored file once the database no longer names it for sure."""
    storage = recording.file.storage
    transaction.on_commit(lambda: storage.delete(name))


def recording_gone(instance: Recording, **kwargs: Any) -> None:
    """A recording was deleted, alone or with its lecture: its file goes as well."""
    if instance.file:
        forget_file(instance, str(instance.file.name))


def too_large(name: str) -> str:
    limit = settings.RECORDING_MAX_BYTES / 1024**3
    return gettext("%(name)s: %(limit)g GB보다 큰 파일은 받지 않습니다.") % {"name": name, "limit": limit}
