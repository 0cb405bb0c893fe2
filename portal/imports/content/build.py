"""Which builder a kind has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.imports.columns import KINDS
from portal.imports.content.attachments import attachment_content
from portal.imports.content.cases import case_content
from portal.imports.content.charts import chart_content
from portal.imports.content.districts import district_content
from portal.imports.content.editions import EXPO_COLUMNS, PRIZE_COLUMNS, expo_content, prize_content
from portal.imports.content.guides import guide_content
from portal.imports.content.lectures import lecture_content
from portal.imports.content.places import DistrictNames
from portal.imports.content.reading import Reading
from portal.imports.content.sessions import session_content
from portal.imports.content.tags import tag_content
from portal.imports.content.terms import term_content
from portal.imports.content.types import Content
from portal.imports.rows import Problem, Row

Builder = Callable[[Reading, DistrictNames], Content]


@dataclass(frozen=True)
class Shape:
    """A kind's builder and the columns it reads."""

    builder: Builder
    columns: frozenset[str]


def _columns(words: str) -> frozenset[str]:
    return frozenset(("kind external_id title title_en " + words).split())


_PAGE = "slug summary summary_en "
_SHAPES: Mapping[str, Shape] = {
    "tag": Shape(tag_content, _columns("aliases group")),
    "district": Shape(district_content, _columns(_PAGE + "code body profile")),
    "session": Shape(
        session_content,
        _columns(
            _PAGE + "tags sources note number date start_time end_time venue hosts organisers participants "
            "announcements programme basis licence"
        ),
    ),
    "lecture": Shape(
        lecture_content,
        _columns(
            _PAGE
            + "tags sources note district lecture_type key_points body speakers session event date date_inferred "
            "level language related_cases recording_url recording no_transcript_reason personal_data_reason "
            "licence basis"
        ),
    ),
    # `evidence` grades the facts a case was written from; readers see the sources instead.
    "case": Shape(
        case_content,
        _columns(
            _PAGE + "tags sources note district districts department field stage year_started date problem "
            "approach resources outcomes timeline learning transfer legal_basis partners awards adopted_by "
            "contact_role related_lectures licence last_confirmed evidence"
        ),
    ),
    "expo": Shape(expo_content, _columns(_PAGE + EXPO_COLUMNS)),
    "prize": Shape(prize_content, _columns(_PAGE + PRIZE_COLUMNS)),
    "chart": Shape(
        chart_content,
        _columns(
            "slug topic shape reading reading_en survey survey_en as_of maximum note note_en sort_order "
            "figures sources links"
        ),
    ),
    "term": Shape(
        term_content,
        _columns("slug definition definition_en abbreviations variants unmarked related sources"),
    ),
    "attachment": Shape(attachment_content, _columns("file sha256 page_kind page licence checked")),
    "guide": Shape(guide_content, _columns(_PAGE + "occasion occasion_en newcomers steps")),
}
assert set(_SHAPES) == set(KINDS)  # noqa: S101


def build(row: Row, districts: DistrictNames) -> tuple[Content | None, list[Problem]]:
    """The content of a row of a known kind, and what is wrong or odd with it; no content where it has errors."""
    shape = _SHAPES[row.kind]
    reading = Reading(row.data, folder=Path(row.file).parent)
    content = shape.builder(reading, districts)
    unknown = sorted(set(row.data) - shape.columns)
    if unknown:
        reading.warn(unknown[0], f"이 종류에 없는 항목은 쓰지 않습니다: {', '.join(unknown[:10])}")
    return (None if reading.failed else content), reading.problems
