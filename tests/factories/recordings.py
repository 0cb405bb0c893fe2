"""Recordings for tests: a small real MP3, cues every five seconds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from lectures.domain.captions import Line
from lectures.domain.media_files import keep_file
from lectures.domain.transcripts import replace_captions, replace_chapters
from lectures.models import Lecture, Recording


@cache
def some_mp3(size: int = 20_000) -> bytes:
    """The beginning of an explainer."""
    return (Path(settings.BASE_DIR) / "content" / "explainers" / "kiosk.mp3").read_bytes()[:size]


def lines(*texts: str, seconds: int = 5) -> list[Line]:
    """A cue of `seconds` for each text; "이름: 말" names who speaks."""
    found = []
    for number, text in enumerate(texts):
        speaker, colon, said = text.partition(": ")
        start = number * seconds * 1000
        found.append(
            Line(start, start + seconds * 1000 - 100, said if colon else text, speaker if colon else "")
        )
    return found


def make_recording(
    lecture: Lecture,
    *texts: str,
    published: bool = True,
    chapters: Sequence[tuple[int, str, str]] = (),
    name: str = "talk.mp3",
    media: bool = True,
    **fields: object,
) -> Recording:
    """A recording of the lecture; without `texts` it has no captions."""
    recording = Recording.objects.create(lecture=lecture, **fields)
    if media:
        keep_file(recording, name, SimpleUploadedFile(name, some_mp3()))
    if texts:
        replace_captions(recording, lines(*texts))
    replace_chapters(recording, chapters)
    recording.touch(published=published)
    return recording
