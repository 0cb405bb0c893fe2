"""Districts from rows: plain fields, profile figures, the texts of the page."""

from __future__ import annotations

from districts.models import District, DistrictFigure, DistrictPage
from portal.core.particles import quoted
from portal.imports.content.pages import common_values, stated_lines, wished_slug
from portal.imports.content.places import DistrictNames
from portal.imports.content.reading import Reading
from portal.imports.content.text import paragraphs
from portal.imports.content.types import DistrictContent


def district_content(reading: Reading, districts: DistrictNames) -> DistrictContent:
    code = _code(reading, districts)
    title = reading.line("title", DistrictPage, required=True)
    names = {"name": reading.text("title", District._meta.get_field("name").max_length)}
    if reading.has("title_en"):
        names["name_en"] = reading.text("title_en", District._meta.get_field("name_en").max_length)
    values = common_values(reading, DistrictPage)
    if reading.has("body"):
        values["intro"] = paragraphs(reading.strings("body"))
    return DistrictContent(
        title=title,
        slug=wished_slug(reading),
        values=values,
        code=code,
        names={key: value for key, value in names.items() if value},
        figures=_figures(reading) if reading.has("profile") else None,
    )


def _code(reading: Reading, districts: DistrictNames) -> str:
    named = districts.code(reading.text("title"))
    code = reading.text("code") or named or ""
    if not districts.has_code(code):
        reading.error("code", "서울시 자치구의 행정표준코드가 아닙니다.")
    elif named not in (None, code):
        reading.error("code", f"'{reading.text('title')}'의 코드는 {named}입니다.")
    return code


def _figures(reading: Reading) -> tuple[dict[str, str], ...]:
    figures = []
    keys: set[str] = set()
    for item in reading.objects("profile"):
        figure = stated_lines(item, DistrictFigure, "label_en", "unit", "unit_en", "note")
        for column in ("key", "label", "value"):
            figure[column] = item.line(column, DistrictFigure, required=True)
        figure["as_of"] = item.partial_date("as_of")
        if not item.data.get("as_of"):
            item.error("as_of", "비어 있습니다.")
        source = item.object("source")
        figure["source_outlet"] = source.text("outlet", 150)
        figure["source_title"] = source.text("title", 300)
        figure["source_url"] = source.url("url")
        if figure["key"] in keys:
            item.error("key", f"{quoted(figure['key'], '이/가')} 두 번 있습니다.")
        keys.add(figure["key"])
        figures.append(figure)
    return tuple(figures)
