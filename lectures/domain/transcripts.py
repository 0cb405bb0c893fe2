"""Reading and changing what was said in a recording. Every change raises the recording's version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from lectures.domain.captions import Line
from lectures.models import Chapter, Cue, Recording


class ChangedMeanwhile(Exception):
    """Somebody else changed the transcript since it was read."""


def cues_of(recording: Recording, language: str = "ko") -> list[Cue]:
    """The cues of a language in their order; empty when there are none."""
    return list(Cue.objects.filter(recording=recording, language=language).order_by("start_ms", "pk"))


def languages_of(recording: Recording) -> list[str]:
    """Languages with captions, Korean first."""
    found = set(
        Cue.objects.filter(recording=recording).order_by().values_list("language", flat=True).distinct()
    )
    return sorted(found, key=lambda code: (code != "ko", code))


def has_transcript(recording: Recording) -> bool:
    """Whether somebody who hears nothing can read what is said."""
    if recording.plain_transcript.strip():
        return True
    return recording.pk is not None and recording.cues.exists()


def lock(recording: Recording, version: int) -> Recording:
    """The recording as it is now, held until the transaction ends. Raises ChangedMeanwhile."""
    found: Recording = Recording.objects.select_for_update().get(pk=recording.pk)
    if found.version != version:
        raise ChangedMeanwhile
    return found


def replace_captions(recording: Recording, lines: Sequence[Line], language: str = "ko") -> None:
    """Make `lines` the captions of a language; in one transaction."""
    with transaction.atomic():
        Cue.objects.filter(recording=recording, language=language).delete()
        Cue.objects.bulk_create(
            Cue(
                recording=recording,
                language=language,
                start_ms=line.start_ms,
                end_ms=line.end_ms,
                speaker=line.speaker,
                text=line.text,
            )
            for line in lines
        )
        recording.touch()


def replace_chapters(recording: Recording, chapters: Iterable[tuple[int, str, str]]) -> None:
    """Make these the chapters: (start in ms, title, English title or ""); one for each moment."""
    with transaction.atomic():
        Chapter.objects.filter(recording=recording).delete()
        unique = {start: (title, title_en) for start, title, title_en in chapters}
        Chapter.objects.bulk_create(
            Chapter(recording=recording, start_ms=start, title=title, title_en=title_en)
            for start, (title, title_en) in sorted(unique.items())
        )
        recording.touch()


def lines_of(cues: Iterable[Cue]) -> list[Line]:
    """The cues as plain data."""
    return [Line(cue.start_ms, cue.end_ms, cue.text, cue.speaker) for cue in cues]
