"""Editions of the expo and of the prize from rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.db.models.enums import ChoicesType

from portal.core.enums import DatePrecision, Kogl
from portal.core.partial_dates import parse_partial_date
from portal.expo.countries import country_code
from portal.expo.enums import Category, EditionStatus, FigureKind, ParticipantKind, Rank
from portal.expo.models import (
    Award,
    ExpoEdition,
    ExpoFigure,
    ExpoParticipant,
    ExpoProgrammeItem,
    ExpoZone,
    JuryStep,
    PrizeCategory,
    PrizeCriterion,
    PrizeEdition,
    PrizeFigure,
)
from portal.imports.content import streams
from portal.imports.content.pages import (
    common_values,
    stated_bullets,
    stated_lines,
    stated_paragraphs,
    stated_rows,
    stated_tags,
    stated_texts,
    wished_slug,
)
from portal.imports.content.places import DistrictNames
from portal.imports.content.reading import Reading
from portal.imports.content.types import Link, PageContent

ChildRow = dict[str, Any]
EXPO_COLUMNS = (
    "tags sources note note_en licence status seed_name seed_name_en start end date_note date_note_en announced "
    "announced_session continues venue venue_en hosts hosts_en organisers organisers_en theme theme_en slogan "
    "slogan_en background assessment programme zones participants figures related_lectures"
)
PRIZE_COLUMNS = (
    "tags sources note note_en licence number year call_start call_end call_url how_to_apply eligible eligible_en "
    "benefits benefits_en focus categories criteria jury ceremony ceremony_venue ceremony_venue_en ceremony_event "
    "ceremony_event_en attendance expo winners_total awards winners_note figures"
)


@dataclass(frozen=True)
class EditionContent(PageContent):
    """A page with child rows by the name of their relation; what the row leaves out is not in `children`."""

    children: dict[str, tuple[ChildRow, ...]] = field(default_factory=dict)


class ExpoContent(EditionContent):
    """An edition of the expo."""


class PrizeContent(EditionContent):
    """An edition of the prize."""


def expo_content(reading: Reading, districts: DistrictNames) -> ExpoContent:
    lines = ("date_note", "venue", "theme", "slogan", "seed_name")
    values = {
        **_page_values(reading, ExpoEdition),
        **stated_lines(reading, ExpoEdition, *lines, *(f"{name}_en" for name in lines)),
        **stated_rows(reading, "hosts", "hosts_en", "organisers", "organisers_en"),
        **stated_bullets(reading, "background", "assessment"),
        **_partial(reading, "start", "start_date", "date_precision"),
    }
    if reading.has("status"):
        values["status"] = reading.choice("status", EditionStatus, EditionStatus.ANNOUNCED)
    if reading.has("end"):
        values["end_date"] = reading.day("end")
    if reading.has("announced"):
        values["announced"] = reading.partial_date("announced")
    children, links = _children(
        reading,
        {
            "programme": _programme_row,
            "zones": lambda item: _plain_row(item, ExpoZone, "name", "hall"),
            "participants": _participant_row,
            "figures": lambda item: _figure_row(item, ExpoFigure),
        },
        {"programme": ("expo_programme", "session", "session")},
    )
    links += _links(reading, announced_session="session", continues="expo")
    links += [Link("related_lectures", "lecture", target) for target in reading.strings("related_lectures")]
    return ExpoContent(
        title=reading.line("title", ExpoEdition, required=True),
        slug=wished_slug(reading),
        values=values,
        streams={"sources": streams.sources(reading)} if reading.has("sources") else {},
        tags=stated_tags(reading),
        links=tuple(links),
        linked_columns=_stated(reading, "announced_session", "continues", "related_lectures"),
        children=children,
    )


def prize_content(reading: Reading, districts: DistrictNames) -> PrizeContent:
    lines = ("ceremony_venue", "ceremony_venue_en", "ceremony_event", "ceremony_event_en", "attendance")
    values = {
        **_page_values(reading, PrizeEdition),
        **stated_lines(reading, PrizeEdition, *lines),
        **stated_rows(reading, "eligible", "eligible_en", "benefits", "benefits_en"),
        **stated_paragraphs(reading, "how_to_apply", "winners_note"),
        **stated_bullets(reading, "focus"),
        **_partial(reading, "call_start", "call_start", "call_start_precision"),
        **_partial(reading, "call_end", "call_end", "call_end_precision"),
        **_partial(reading, "ceremony", "ceremony_date", "ceremony_precision"),
    }
    for column, low, high in (("number", 1, 999), ("year", 2000, 2100), ("winners_total", 0, 9999)):
        if reading.has(column):
            values[column] = reading.integer(column, low=low, high=high)
    if reading.has("year") and values["year"] is None and not reading.failed:
        reading.error("year", "비어 있습니다.")
    if reading.has("call_url"):
        values["call_url"] = reading.url("call_url")
    children, links = _children(
        reading,
        {
            "categories": _category_row,
            "criteria": lambda item: _plain_row(item, PrizeCriterion, "name", "description"),
            "jury": _jury_row,
            "awards": _award_row,
            "figures": lambda item: _figure_row(item, PrizeFigure),
        },
        {"awards": ("award_cases", "case", "case")},
    )
    links += _links(reading, expo="expo")
    return PrizeContent(
        title=reading.line("title", PrizeEdition, required=True),
        slug=wished_slug(reading),
        values=values,
        streams={"sources": streams.sources(reading)} if reading.has("sources") else {},
        tags=stated_tags(reading),
        links=tuple(links),
        linked_columns=_stated(reading, "expo"),
        children=children,
    )


def _page_values(reading: Reading, model: type[Model]) -> dict[str, Any]:
    values = {**common_values(reading, model), **stated_texts(reading, model, "note_en")}
    if reading.has("licence"):
        values["licence"] = reading.choice("licence", Kogl, Kogl.NONE)
    return values


def _partial(reading: Reading, column: str, date: str, precision: str) -> dict[str, Any]:
    """A date as far as it is known, as the two fields that hold it."""
    if not reading.has(column):
        return {}
    text = reading.partial_date(column)
    known = parse_partial_date(text) if text else (None, DatePrecision.DAY)
    return {date: known[0], precision: known[1]}


def _stated(reading: Reading, *columns: str) -> frozenset[str]:
    return frozenset(column for column in columns if reading.has(column))


def _links(reading: Reading, **kinds: str) -> list[Link]:
    """Single links by column, where the row names a target."""
    return [
        Link(column, kind, target) for column, kind in kinds.items() if (target := reading.text(column, 80))
    ]


def _children(
    reading: Reading,
    readers: dict[str, Callable[[Reading], ChildRow]],
    linked: dict[str, tuple[str, str, str]],
) -> tuple[dict[str, tuple[ChildRow, ...]], list[Link]]:
    """Child rows of the relations that the row states, and the links inside them with their positions.

    `linked`: relation -> (column of the link, kind of its target, key that names it in the child row).
    """
    children, links = {}, []
    for relation, read in readers.items():
        if not reading.has(relation):
            continue
        items = reading.objects(relation)
        children[relation] = tuple(read(item) for item in items)
        if relation in linked:
            column, kind, key = linked[relation]
            links += [
                Link(column, kind, target, {"position": position, **_identity(children[relation][position])})
                for position, item in enumerate(items)
                if (target := item.text(key, 80))
            ]
    return children, links


def _identity(row: ChildRow) -> dict[str, str]:
    """What finds a child row again after editors have moved it."""
    return {name: str(row.get(name, "")) for name in ("title", "category", "rank", "city", "recipient")}


def _plain_row(item: Reading, model: type[Model], required: str, *others: str) -> ChildRow:
    """A child row of one-line texts, each with its English; `summary` keeps its line breaks."""
    names = {f.name for f in model._meta.get_fields()}
    row: ChildRow = {required: item.line(required, model, required=True)}
    row |= stated_lines(item, model, *others, *(f"{name}_en" for name in (required, *others)))
    if "summary" in names:
        row |= stated_texts(item, model, "summary", "summary_en")
    return row


def _programme_row(item: Reading) -> ChildRow:
    row = _plain_row(item, ExpoProgrammeItem, "title")
    return row | {"date": item.day("date"), "end_date": item.day("end_date")}


def _participant_row(item: Reading) -> ChildRow:
    row = _plain_row(item, ExpoParticipant, "name", "role")
    row["kind"] = item.choice("kind", ParticipantKind, ParticipantKind.COMPANY)
    return row | {"country": _country(item)}


def _category_row(item: Reading) -> ChildRow:
    row: ChildRow = stated_lines(item, PrizeCategory, "description", "description_en")
    row["category"] = _required_choice(item, "category", Category)
    return row | {"places": item.integer("places", high=9999)}


def _jury_row(item: Reading) -> ChildRow:
    return {**_plain_row(item, JuryStep, "text"), "when": item.partial_date("when")}


def _award_row(item: Reading) -> ChildRow:
    lines = ("city", "institution", "project", "recipient")
    row: ChildRow = stated_lines(item, Award, *lines, *(f"{name}_en" for name in lines))
    row |= stated_rows(item, "points", "points_en")
    row["category"] = _required_choice(item, "category", Category)
    row["rank"] = item.choice("rank", Rank, Rank.WINNER)
    row["country"] = _country(item)
    row["sources"] = streams.sources(item)
    if not any(row.get(name) for name in ("city", "institution", "recipient")):
        item.error("city", "도시나 기관, 받은 사람 가운데 하나는 있어야 합니다.")
    return row


def _figure_row(item: Reading, model: type[Model]) -> ChildRow:
    row = _plain_row(item, model, "metric", "unit", "note")
    row["value"] = item.line("value", model, required=True)
    row["kind"] = item.choice("kind", FigureKind, FigureKind.RESULT)
    row["headline"] = item.flag("headline")
    source = item.object("source")
    row["source_outlet"] = source.text("outlet", 100)
    row["source_date"] = source.partial_date("date")
    row["source_url"] = source.url("url")
    return row


def _required_choice(item: Reading, column: str, choices: ChoicesType) -> str:
    value = item.choice(column, choices)
    if not value and not item.data.get(column):
        item.error(column, "비어 있습니다.")
    return value


def _country(item: Reading) -> str:
    text = item.text("country", 60)
    code = country_code(text) if text else ""
    if code is None:
        item.error("country", f"모르는 나라입니다: {text}. 나라 이름이나 두 글자 부호를 써 주세요.")
    return code or ""
