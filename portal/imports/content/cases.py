"""Cases from rows."""

from __future__ import annotations

import re
from typing import Any

from districts.enums import Field, Stage
from districts.models import CaseStudy
from portal.core.enums import Kogl
from portal.core.partial_dates import latest_partial_date
from portal.imports.content import streams
from portal.imports.content.pages import (
    common_values,
    stated_bullets,
    stated_lines,
    stated_paragraphs,
    stated_rows,
    stated_tags,
    wished_slug,
)
from portal.imports.content.places import DistrictNames, UnknownDistrict
from portal.imports.content.reading import Reading
from portal.imports.content.types import CaseContent, Link, StreamItems

_STREAMS = {
    "sources": streams.sources,
    "outcomes": streams.outcomes,
    "timeline": streams.timeline,
    "adopted_by": streams.adoptions,
}


def case_content(reading: Reading, districts: DistrictNames) -> CaseContent:
    title = reading.line("title", CaseStudy, required=True)
    items = {column: read(reading) for column, read in _STREAMS.items() if reading.has(column)}
    values = {
        **common_values(reading, CaseStudy),
        **stated_lines(reading, CaseStudy, "department", "legal_basis", "contact_role"),
        **stated_paragraphs(reading, "problem", "approach"),
        **stated_bullets(reading, "learning", "transfer"),
        **stated_rows(reading, "partners", "awards"),
        **_choices(reading),
        **_dates(reading, items),
        **_resources(reading),
    }
    lead, shared = _districts(reading, districts)
    lectures = [Link("related_lectures", "lecture", target) for target in reading.strings("related_lectures")]
    return CaseContent(
        title=title,
        slug=wished_slug(reading),
        values=values,
        streams=items,
        tags=stated_tags(reading),
        links=tuple(lectures),
        linked_columns=frozenset({"related_lectures"} & set(reading.data)),
        district=lead,
        co_districts=shared,
    )


def _choices(reading: Reading) -> dict[str, Any]:
    values = {}
    if reading.has("field"):
        values["field"] = reading.choice("field", Field)
    if reading.has("stage"):
        values["stage"] = reading.choice("stage", Stage, Stage.UNKNOWN)
    if reading.has("licence"):
        values["licence"] = reading.choice("licence", Kogl, Kogl.NONE)
    return values


def _dates(reading: Reading, items: dict[str, StreamItems]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if reading.has("year_started"):
        values["year_started"] = reading.integer("year_started", low=1900, high=2100)
    if reading.has("last_confirmed"):
        values["last_confirmed"] = reading.day("last_confirmed")
    if reading.has("date"):
        # A case is dated by its latest source; the row's own date is kept only where no source has one.
        dates = [str(source.get("date") or "") for _kind, source in items.get("sources", [])]
        stated = reading.partial_date("date")
        values["stated_date"] = "" if latest_partial_date(dates)[0] else stated
    return values


def _resources(reading: Reading) -> dict[str, Any]:
    if not reading.has("resources"):
        return {}
    resources = reading.object("resources")
    values = stated_lines(resources, CaseStudy, "cost_note", "period", "staff")
    if resources.has("cost_krw"):
        values["cost_krw"] = resources.integer("cost_krw")
    return values


def _districts(reading: Reading, districts: DistrictNames) -> tuple[str | None, tuple[str, ...] | None]:
    """Codes of the lead district ("" = the whole city, None = not stated) and of those that share the case."""
    written = re.split(r"\s*[;,]\s*", reading.text("district"))
    lead = _code(reading, "district", written[0], districts) if reading.has("district") else None
    others = [("district", name) for name in written[1:]]
    others += [("districts", name) for name in reading.strings("districts")]
    codes = [code for column, name in others if (code := _code(reading, column, name, districts))]
    stated = reading.has("districts") or len(written) > 1
    return lead, tuple(code for code in dict.fromkeys(codes) if code != lead) if stated else None


def _code(reading: Reading, column: str, name: str, districts: DistrictNames) -> str:
    try:
        return districts.resolve(name)
    except UnknownDistrict as error:
        reading.error(column, str(error))
        return ""
