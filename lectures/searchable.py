"""What sessions, lectures and speakers give to the search index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lectures.domain.passages import passage_records, plain_records
from portal.core.searchable import PageSearchable, body_text, plain, sources_text
from portal.core.tagging import tags_by_item
from search import registry
from search.audience import page_audiences
from search.fingerprints import Input
from search.models import SearchDocument
from search.records import DocumentRecord, PassageRecord
from search.understanding import offers

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


# Numbers below are for the parts of the page itself.
SPOKEN_FROM = 10


def _passages(parts: Iterable[tuple[str, str, str]]) -> list[PassageRecord]:
    return [
        PassageRecord(ordinal, f"section={locator}" if locator else "", heading, text)
        for ordinal, (locator, heading, text) in enumerate(parts)
        if text.strip()
    ]


def _talks(ids: list[int]) -> dict[int, list[Any]]:
    from lectures.models import LectureSpeaker

    rows: dict[int, list[Any]] = {}
    found = LectureSpeaker.objects.filter(lecture_id__in=ids).select_related("speaker", "district")
    for row in found.order_by("sort_order", "pk"):
        rows.setdefault(row.lecture_id, []).append(row)
    return rows


def _spoken(ids: list[int], first: int) -> dict[int, list[PassageRecord]]:
    """Passages of the published recordings by lecture, numbered from `first`; three queries."""
    from lectures.models import Chapter, Cue, Recording

    recordings = list(Recording.objects.filter(lecture_id__in=ids, published=True))
    keys = [recording.pk for recording in recordings]
    cues: dict[int, dict[str, list[Any]]] = {}
    for cue in Cue.objects.filter(recording_id__in=keys).order_by("start_ms", "pk"):
        cues.setdefault(cue.recording_id, {}).setdefault(cue.language, []).append(cue)
    chapters: dict[int, list[Any]] = {}
    for chapter in Chapter.objects.filter(recording_id__in=keys).order_by("start_ms"):
        chapters.setdefault(chapter.recording_id, []).append(chapter)
    result: dict[int, list[PassageRecord]] = {}
    for recording in recordings:
        languages = cues.get(recording.pk, {})
        said = languages.get("ko") or next(iter(languages.values()), [])
        result[recording.lecture_id] = (
            passage_records(said, chapters.get(recording.pk, []), first)
            if said
            else list(plain_records(recording.plain_transcript, first))
        )
    return result


def _own_districts(pages: Sequence[Any]) -> dict[int, str]:
    """Names by id of the districts that gave a lecture by nobody known."""
    from districts.models import District

    wanted = {page.district_id for page in pages if page.district_id}
    return dict(District.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def _district_names(page: Any, people: Sequence[Any], own: dict[int, str]) -> tuple[str, ...]:
    names = [own.get(page.district_id, ""), *(row.district.name for row in people if row.district)]
    return tuple(dict.fromkeys(filter(None, names)))


class LectureSearchable(PageSearchable):
    """Lectures: speakers, key points, body, and what is said in the recording."""

    kind = "lecture"
    label: StrOrPromise = _("강연")

    def inputs(self) -> list[Input]:
        from lectures.models import Chapter, Cue, Lecture, LectureSpeaker, LectureTag, Recording

        return [
            Input(Lecture, related=("district",)),
            Input(LectureTag, "content_object_id", ("tag",)),
            Input(LectureSpeaker, "lecture_id", ("speaker", "district")),
            Input(Recording, "lecture_id"),
            Input(Cue, "recording__lecture_id"),
            Input(Chapter, "recording__lecture_id"),
        ]

    def records(self, pages: Sequence[Any], audiences: dict[int, str]) -> dict[int, DocumentRecord]:
        from lectures.models import LectureTag

        ids = [page.pk for page in pages]
        tags, talks = tags_by_item(LectureTag, ids), _talks(ids)
        own = _own_districts(pages)
        spoken = _spoken(ids, SPOKEN_FROM)
        result = {}
        for page in pages:
            people = talks.get(page.pk, [])
            names = [" ".join(filter(None, [row.speaker.name, row.affiliation, row.role])) for row in people]
            passages = _passages(
                [
                    ("", "", "\n".join(filter(None, [page.summary, *names, page.event]))),
                    ("key-points", "핵심 내용", plain(page.key_points)),
                    ("body", "본문", body_text(page.body)),
                    ("sources", "출처", sources_text(page.sources)),
                ]
            )
            tag_names = tuple(tag.name for tag in tags.get(page.pk, []))
            result[page.pk] = self.record(
                page,
                audience=audiences[page.pk],
                passages=[*passages, *spoken.get(page.pk, [])],
                extra=[*tag_names, *(row.speaker.name_en for row in people)],
                date=page.date,
                date_precision=page.date_precision,
                licence=page.licence,
                districts=_district_names(page, people, own),
                tags=tag_names,
            )
        return result


class SessionSearchable(PageSearchable):
    """Forum sessions: summary, programme, announcements."""

    kind = "session"
    label: StrOrPromise = _("포럼 회차")

    def inputs(self) -> list[Input]:
        from lectures.models import ForumSession, ProgrammeItem, SessionTag

        return [
            Input(ForumSession),
            Input(SessionTag, "content_object_id", ("tag",)),
            Input(ProgrammeItem, "session_id"),
        ]

    def records(self, pages: Sequence[Any], audiences: dict[int, str]) -> dict[int, DocumentRecord]:
        from lectures.models import ProgrammeItem, SessionTag

        ids = [page.pk for page in pages]
        tags = tags_by_item(SessionTag, ids)
        rows: dict[int, list[str]] = {}
        for row in ProgrammeItem.objects.filter(session_id__in=ids).order_by("sort_order", "pk"):
            line = " ".join(filter(None, [row.title, row.speaker, row.affiliation, row.role, row.summary]))
            rows.setdefault(row.session_id, []).append(line)
        result = {}
        for page in pages:
            place = " ".join(filter(None, [page.venue, page.hosts, page.organisers, page.participants]))
            passages = _passages(
                [
                    ("summary", "개요", "\n".join(filter(None, [page.summary, place]))),
                    ("programme", "순서", "\n".join(rows.get(page.pk, []))),
                    ("announcements", "발표된 내용", plain(page.announcements)),
                    ("sources", "출처", sources_text(page.sources)),
                ]
            )
            tag_names = tuple(tag.name for tag in tags.get(page.pk, []))
            number = f"제{page.number}차" if page.number else ""
            result[page.pk] = self.record(
                page,
                audience=audiences[page.pk],
                passages=passages,
                extra=[number, *tag_names],
                date=page.date,
                licence=page.licence,
                tags=tag_names,
            )
        return result


class SpeakerSearchable:
    """Speakers, by what their public talks say of them; without a public talk there is no person to find."""

    kind = "person"
    label: StrOrPromise = _("연사")

    def __init__(self, model: Any) -> None:
        self.model = model

    def build(self, ids: Sequence[int]) -> dict[int, DocumentRecord]:
        """Records of the speakers among `ids` with at least one public talk."""
        talks = self._public_talks(ids)
        return {
            speaker.pk: self._record(speaker, talks[speaker.pk])
            for speaker in self.model.objects.filter(pk__in=list(ids))
            if talks.get(speaker.pk)
        }

    def _public_talks(self, ids: Iterable[int]) -> dict[int, list[Any]]:
        from lectures.models import LectureSpeaker

        rows = list(
            LectureSpeaker.objects.filter(speaker_id__in=list(ids), lecture__live=True)
            .select_related("lecture", "district")
            .order_by("-lecture__date", "-lecture_id")
        )
        audiences = page_audiences({row.lecture_id: row.lecture for row in rows}.values())
        result: dict[int, list[Any]] = {}
        for row in rows:
            if audiences.get(row.lecture_id) == "public":
                result.setdefault(row.speaker_id, []).append(row)
        return result

    def _record(self, speaker: Any, talks: list[Any]) -> DocumentRecord:
        lines = [" ".join(filter(None, [row.lecture.title, row.affiliation, row.role])) for row in talks]
        dates = [row.lecture.date for row in talks if row.lecture.date]
        latest = max(dates) if dates else None
        text = "\n".join(lines)
        return DocumentRecord(
            kind=self.kind,
            object_id=speaker.pk,
            external_id=speaker.external_id or "",
            title=speaker.name,
            title_en=speaker.name_en,
            url=f"/speakers/{speaker.slug}/",
            body=text,
            date=latest,
            year=latest.year if latest else None,
            licence="none",
            districts=tuple(dict.fromkeys(row.district.name for row in talks if row.district)),
            tags=(),
            field="",
            audience="public",
            passages=(PassageRecord(0, "section=talks", "강연", text),),
        )

    def visible(self, ids: Sequence[int], viewer: Any) -> set[int]:
        """Those of `ids` with a talk that `viewer` may see.

        A speaker whose stored text still names a talk that is no longer public waits for the next sync.
        """
        from lectures.domain.speakers import visible_speakers

        seen = list(visible_speakers(viewer).filter(pk__in=list(ids)).values_list("pk", flat=True))
        now = {pk: set(record.body.split("\n")) for pk, record in self.build(seen).items()}
        stored = SearchDocument.objects.filter(kind=self.kind, object_id__in=seen)
        return {
            pk
            for pk, body in stored.values_list("object_id", "body")
            if pk in now and now[pk].issuperset(body.split("\n"))
        }

    def all_ids(self) -> Iterable[int]:
        return self.model.objects.order_by("pk").values_list("pk", flat=True)


def _of_speakers(ids: Iterable[int]) -> list[tuple[str, int]]:
    from lectures.models import LectureSpeaker

    rows = LectureSpeaker.objects.filter(speaker_id__in=list(ids)).values_list("lecture_id", flat=True)
    return [("lecture", pk) for pk in set(rows)]


def _of_talks(ids: Iterable[int]) -> list[tuple[str, int]]:
    from lectures.models import LectureSpeaker

    return [
        ("person", pk)
        for pk in LectureSpeaker.objects.filter(pk__in=list(ids)).values_list("speaker_id", flat=True)
    ]


def _of_lectures(ids: Iterable[int]) -> list[tuple[str, int]]:
    from lectures.models import LectureSpeaker

    rows = LectureSpeaker.objects.filter(lecture_id__in=list(ids)).values_list("speaker_id", flat=True)
    return [("person", pk) for pk in set(rows)]


def _of_recordings(ids: Iterable[int]) -> list[tuple[str, int]]:
    from lectures.models import Recording

    rows = Recording.objects.filter(pk__in=list(ids)).values_list("lecture_id", flat=True)
    return [("lecture", pk) for pk in rows]


def _of_tags(ids: Iterable[int]) -> list[tuple[str, int]]:
    from lectures.models import LectureTag, SessionTag

    lectures = LectureTag.objects.filter(tag_id__in=list(ids)).values_list("content_object_id", flat=True)
    sessions = SessionTag.objects.filter(tag_id__in=list(ids)).values_list("content_object_id", flat=True)
    return [("lecture", pk) for pk in lectures] + [("session", pk) for pk in sessions]


def connect() -> None:
    """Register searchables and what else must be re-indexed."""
    from lectures.models import (
        ForumSession,
        Lecture,
        LectureIndexPage,
        LectureSpeaker,
        Recording,
        SessionIndexPage,
        Speaker,
    )
    from lectures.named import named_people, named_session
    from portal.core.models import Tag

    registry.register(LectureSearchable(Lecture))
    registry.register(SessionSearchable(ForumSession))
    registry.register(SpeakerSearchable(Speaker))
    registry.exclude(LectureIndexPage, "a list")
    offers.register(named_people)
    offers.register(named_session)
    registry.exclude(SessionIndexPage, "a list")
    registry.register_dependant(Speaker, _of_speakers)
    registry.register_dependant(LectureSpeaker, _of_talks)
    registry.register_dependant(Lecture, _of_lectures)
    registry.register_dependant(Recording, _of_recordings)
    registry.register_dependant(Tag, _of_tags)
