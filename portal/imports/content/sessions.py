"""Forum sessions from rows."""

from __future__ import annotations

from lectures.models import ForumSession, ProgrammeItem
from portal.core.enums import Basis, Kogl
from portal.imports.content import streams
from portal.imports.content.pages import (
    common_values,
    stated_bullets,
    stated_lines,
    stated_rows,
    stated_tags,
    wished_slug,
)
from portal.imports.content.places import DistrictNames
from portal.imports.content.reading import Reading
from portal.imports.content.types import Link, SessionContent

_PROGRAMME = ("time", "title", "speaker", "affiliation", "role")


def session_content(reading: Reading, districts: DistrictNames) -> SessionContent:
    title = reading.line("title", ForumSession, required=True)
    values = {
        **common_values(reading, ForumSession),
        **stated_lines(reading, ForumSession, "venue", "participants"),
        **stated_rows(reading, "hosts", "organisers"),
        **stated_bullets(reading, "announcements"),
    }
    if reading.has("number"):
        values["number"] = reading.integer("number", low=1, high=32767)
    if reading.has("date"):
        values["date"] = reading.day("date")
    for column in ("start_time", "end_time"):
        if reading.has(column):
            values[column] = reading.clock(column)
    if reading.has("basis"):
        values["basis"] = reading.choice("basis", Basis, Basis.REPORT)
    if reading.has("licence"):
        values["licence"] = reading.choice("licence", Kogl, Kogl.NONE)
    programme, links = _programme(reading) if reading.has("programme") else (None, ())
    return SessionContent(
        title=title,
        slug=wished_slug(reading),
        values=values,
        streams={"sources": streams.sources(reading)} if reading.has("sources") else {},
        tags=stated_tags(reading),
        links=links,
        programme=programme,
    )


def _programme(reading: Reading) -> tuple[tuple[dict[str, str], ...], tuple[Link, ...]]:
    """The rows of the programme in order, and the lectures they name."""
    rows, links = [], []
    for position, item in enumerate(reading.objects("programme")):
        row = stated_lines(item, ProgrammeItem, *_PROGRAMME)
        row["summary"] = item.field("summary", ProgrammeItem)
        rows.append(row)
        lecture = item.text("lecture", 80)
        if lecture:
            place = {"position": position, "title": row.get("title", ""), "speaker": row.get("speaker", "")}
            links.append(Link("programme", "lecture", lecture, place))
    return tuple(rows), tuple(links)
