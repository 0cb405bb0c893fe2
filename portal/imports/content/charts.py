"""Charts of the digital divide from rows."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from districts.enums import ChartShape, ChartTopic
from districts.models import Chart, ChartFigure
from districts.models.charts import LINKED_TYPES
from portal.imports.content import streams
from portal.imports.content.pages import stated_lines, stated_texts, wished_slug
from portal.imports.content.places import DistrictNames
from portal.imports.content.reading import Reading
from portal.imports.content.types import ChartContent, Link

_TEXTS = ("label_en", "series", "series_en", "value_en", "unit", "unit_en", "note", "note_en")


def chart_content(reading: Reading, districts: DistrictNames) -> ChartContent:
    values: dict[str, Any] = {
        "title": reading.line("title", Chart, required=True),
        "slug": wished_slug(reading),
        "topic": reading.choice("topic", ChartTopic),
        "shape": reading.choice("shape", ChartShape, ChartShape.BARS),
        "reading": reading.line("reading", Chart, required=True),
        "survey": reading.line("survey", Chart, required=True),
        "as_of": reading.partial_date("as_of"),
        "maximum": _maximum(reading),
        **stated_lines(reading, Chart, "title_en", "reading_en", "survey_en"),
        **stated_texts(reading, Chart, "note", "note_en"),
    }
    if reading.has("sort_order"):
        values["sort_order"] = reading.integer("sort_order", high=32767) or 0
    for column in ("slug", "topic", "as_of", "figures", "sources", "links"):
        if not reading.data.get(column):
            reading.error(column, "비어 있습니다.")
    figures = tuple(_figure(item) for item in reading.objects("figures"))
    links = tuple(_link(item) for item in reading.objects("links"))
    return ChartContent(values, {"sources": streams.sources(reading)}, figures, links)


def _maximum(reading: Reading) -> Decimal | None:
    text = reading.text("maximum", 15)
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        reading.error("maximum", "수가 와야 합니다.")
        return None


def _figure(item: Reading) -> dict[str, str]:
    figure: dict[str, str] = stated_lines(item, ChartFigure, *_TEXTS)
    for column in ("label", "value"):
        figure[column] = item.line(column, ChartFigure, required=True)
    figure["as_of"] = item.partial_date("as_of")
    return figure


def _link(item: Reading) -> Link:
    kind = item.text("kind", 20, required=True)
    if kind not in LINKED_TYPES:
        item.error("kind", f"쓸 수 있는 종류: {', '.join(LINKED_TYPES)}")
    return Link("links", kind, item.text("external_id", 80, required=True))
