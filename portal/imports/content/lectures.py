"""Lectures from rows."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.enums import ChoicesType

from lectures.domain.captions import Unreadable, decode, parse
from lectures.domain.checklist import REASONS
from lectures.enums import UNKNOWN_TITLE, LectureType, Level, SpokenLanguage
from lectures.models import Chapter, Lecture, LectureSpeaker, Recording, Speaker
from lectures.models.recording import validate_provider
from portal.core.enums import Basis, DatePrecision, Kogl
from portal.core.partial_dates import parse_partial_date
from portal.imports.content import streams
from portal.imports.content.pages import (
    common_values,
    stated_bullets,
    stated_lines,
    stated_tags,
    wished_slug,
)
from portal.imports.content.places import DistrictNames, UnknownDistrict
from portal.imports.content.reading import Reading
from portal.imports.content.text import paragraphs
from portal.imports.content.types import LectureContent, Link, RecordingContent, StreamItems, Talk


def lecture_content(reading: Reading, districts: DistrictNames) -> LectureContent:
    title = reading.line("title", Lecture) or UNKNOWN_TITLE
    values = {
        **common_values(reading, Lecture),
        **stated_lines(reading, Lecture, "event"),
        **stated_bullets(reading, "key_points"),
        **_choices(reading),
        **_dates(reading),
        "title_unknown": title == UNKNOWN_TITLE,
    }
    if reading.has("recording_url"):
        values["recording_url"] = _provider(reading)
    cases = [Link("related_cases", "case", target) for target in reading.strings("related_cases")]
    session = reading.text("session", 80)
    stated = _stated_district(reading, districts)
    speakers = _speakers(reading, districts, stated)
    return LectureContent(
        title=title,
        slug=wished_slug(reading),
        values=values,
        streams=_streams(reading),
        tags=stated_tags(reading),
        links=(*([Link("session", "session", session)] if session else []), *cases),
        linked_columns=frozenset({"related_cases"} & set(reading.data)),
        speakers=speakers if reading.has("speakers") else None,
        district=("" if speakers else stated) if reading.has("district") else None,
        recording=_recording(reading.object("recording")) if reading.data.get("recording") else None,
        reasons={name: text for name in REASONS if (text := reading.line(name, Recording))},
    )


def _provider(reading: Reading) -> str:
    """The address of a video elsewhere, where it may be."""
    before = len(reading.problems)
    address = reading.url("recording_url")
    if address and len(reading.problems) == before:
        try:
            validate_provider(address)
        except ValidationError as error:
            reading.error("recording_url", " ".join(error.messages))
    return address


def _recording(reading: Reading) -> RecordingContent | None:
    """A media file with its captions, both beside the row's file."""
    media, captions = reading.file("file"), reading.file("captions")
    if media is None or captions is None:
        return None
    try:
        said = parse(decode(captions.read_bytes()))
    except Unreadable as error:
        reading.error("captions", str(error))
        return None
    for fault in said.faults:
        reading.error("captions", str(fault))
    chapters = tuple(
        (
            item.integer("start_ms") or 0,
            item.line("title", Chapter, required=True),
            item.line("title_en", Chapter),
        )
        for item in reading.objects("chapters")
    )
    return RecordingContent(media, said.lines, chapters, reading.flag("synthetic_voice"))


def _choices(reading: Reading) -> dict[str, Any]:
    known: dict[str, tuple[ChoicesType, str]] = {
        "lecture_type": (LectureType, LectureType.FORUM),
        "level": (Level, ""),
        "language": (SpokenLanguage, ""),
        "basis": (Basis, Basis.REPORT),
        "licence": (Kogl, Kogl.NONE),
    }
    return {
        column: reading.choice(column, choices, default)
        for column, (choices, default) in known.items()
        if reading.has(column)
    }


def _dates(reading: Reading) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if reading.has("date"):
        text = reading.partial_date("date")
        values["date"], values["date_precision"] = (
            parse_partial_date(text) if text else (None, DatePrecision.DAY)
        )
    if reading.has("date_inferred"):
        values["date_inferred"] = reading.flag("date_inferred")
    return values


def _streams(reading: Reading) -> dict[str, StreamItems]:
    result: dict[str, StreamItems] = {}
    if reading.has("body"):
        texts = reading.strings("body")
        result["body"] = [("paragraph", paragraphs(texts))] if texts else []
    if reading.has("sources"):
        result["sources"] = streams.sources(reading)
    return result


def _speakers(reading: Reading, districts: DistrictNames, stated: str) -> tuple[Talk, ...]:
    """Speakers; a district column says whom they spoke for. It is the lecture's own where nobody is named."""
    talks = []
    for item in reading.objects("speakers"):
        name = " ".join(item.text("name", Speaker._meta.get_field("name").max_length, required=True).split())
        affiliation = item.line("affiliation", LectureSpeaker)
        role = item.line("role", LectureSpeaker)
        talks.append(Talk(name, affiliation, role, districts.code_at_start(affiliation) or stated))
    return tuple(talks)


def _stated_district(reading: Reading, districts: DistrictNames) -> str:
    try:
        return districts.resolve(reading.text("district"))
    except UnknownDistrict as error:
        reading.error("district", str(error))
        return ""
