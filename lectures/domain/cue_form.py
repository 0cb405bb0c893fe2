"""The one form in which an editor corrects all cues of a recording and says where chapters begin."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext

from lectures.domain.transcripts import lock, replace_chapters
from lectures.models import Chapter, Cue, Recording
from lectures.times import parse_timestamp, timestamp

LONGEST_TEXT = 2000


@dataclass
class Row:
    """A cue as it stands in the form; `now` is what the database holds when somebody else changed it meanwhile."""

    pk: int
    start: str
    end: str
    speaker: str
    text: str
    chapter: str = ""
    drop: bool = False
    errors: list[str] = field(default_factory=list)
    now: str = ""

    def same(self, other: Row) -> bool:
        """Whether both would store the same."""
        return self._values() == other._values()

    def _values(self) -> tuple[str, ...]:
        lines = "\n".join(self.text.splitlines()).strip()
        return self.start.strip(), self.end.strip(), self.speaker.strip(), lines, self.chapter.strip()


def rows_of(cues: Sequence[Cue], chapters: Sequence[Chapter]) -> list[Row]:
    """The form as the database has it. A chapter stands at the first cue that begins with it or later."""
    titles: dict[int, str] = {}
    starts = [cue.start_ms for cue in cues]
    for chapter in chapters:
        place = min(bisect_left(starts, chapter.start_ms), len(cues) - 1)
        if place >= 0:
            titles[cues[place].pk] = " | ".join(filter(None, [chapter.title, chapter.title_en]))
    return [
        Row(
            cue.pk,
            timestamp(cue.start_ms),
            timestamp(cue.end_ms),
            cue.speaker,
            cue.text,
            titles.get(cue.pk, ""),
        )
        for cue in cues
    ]


def posted_rows(data: Mapping[str, str], stored: Sequence[Row]) -> list[Row]:
    """What was sent, row by row; a row that was not sent stays as it is stored.

    Rows that are no longer there are kept at the end with an error, so that nothing typed is lost.
    """
    rows = [_posted(data, row) for row in stored]
    known = {row.pk for row in stored}
    sent = [int(name[5:]) for name in data if name.startswith("text-") and name[5:].isdecimal()]
    for pk in sent:
        if pk not in known:
            gone = _posted(data, Row(pk, "", "", "", ""))
            gone.errors.append(gettext("다른 사람이 지운 자막입니다. 쓴 글은 여기에 남겨 두었습니다."))
            rows.append(gone)
    return rows


def _posted(data: Mapping[str, str], row: Row) -> Row:
    def value(name: str, stored: str) -> str:
        return data.get(f"{name}-{row.pk}", stored)

    return Row(
        row.pk,
        value("start", row.start),
        value("end", row.end),
        value("speaker", row.speaker),
        value("text", row.text),
        value("chapter", row.chapter),
        f"drop-{row.pk}" in data,
    )


def check(rows: Sequence[Row]) -> bool:
    """Put what is wrong into each row; True when nothing is."""
    for row in rows:
        start, end = parse_timestamp(row.start), parse_timestamp(row.end)
        if row.drop:
            continue
        if start is None or end is None:
            row.errors.append(gettext("시각은 00:12:34.500처럼 씁니다."))
        elif end <= start:
            row.errors.append(gettext("끝나는 시각이 시작하는 시각보다 늦어야 합니다."))
        if not row.text.strip():
            row.errors.append(gettext("자막이 비어 있습니다. 지우려면 '지움'을 고릅니다."))
        if len(row.text) > LONGEST_TEXT or len(row.speaker) > 100 or len(row.chapter) > 400:
            row.errors.append(gettext("너무 깁니다."))
    return not any(row.errors for row in rows)


def save(recording: Recording, rows: Sequence[Row], stored: Sequence[Row], version: int) -> None:
    """Store checked rows, only those that differ from `stored`. Raises ChangedMeanwhile."""
    before = {row.pk: row for row in stored}
    with transaction.atomic():
        found = lock(recording, version)
        Cue.objects.filter(recording=found, pk__in=[row.pk for row in rows if row.drop]).delete()
        changed = [row for row in rows if not row.drop and not row.same(before[row.pk])]
        Cue.objects.bulk_update(
            [_cue(found, row) for row in changed], ["start_ms", "end_ms", "speaker", "text"], batch_size=200
        )
        replace_chapters(found, [_chapter(row) for row in rows if row.chapter.strip() and not row.drop])
        recording.version = found.version


def _cue(recording: Recording, row: Row) -> Cue:
    start, end = parse_timestamp(row.start) or 0, parse_timestamp(row.end) or 0
    text = "\n".join(line.strip() for line in row.text.splitlines() if line.strip())
    return Cue(
        pk=row.pk, recording=recording, start_ms=start, end_ms=end, speaker=row.speaker.strip(), text=text
    )


def _chapter(row: Row) -> tuple[int, str, str]:
    title, _, title_en = (part.strip() for part in row.chapter.partition("|"))
    return parse_timestamp(row.start) or 0, title[:200] or title_en[:200], title_en[:200]


def mark_changes(rows: Sequence[Row], stored: Sequence[Row]) -> None:
    """Beside rows that somebody else changed or that differ, say what is stored now."""
    now = {row.pk: row for row in stored}
    for row in rows:
        other = now.get(row.pk)
        if other is not None and not row.same(other):
            row.now = f"{other.start} {other.speaker} {other.text}"
