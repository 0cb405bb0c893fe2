"""Terms of the glossary from rows."""

from __future__ import annotations

from typing import Any

from portal.core.text_keys import term_key
from portal.guidance.models import Term
from portal.imports.content import streams
from portal.imports.content.pages import stated_lines, stated_rows, wished_slug
from portal.imports.content.places import DistrictNames
from portal.imports.content.reading import Reading
from portal.imports.content.types import Link, TermContent

_SLUG_LIMIT = 100


def term_content(reading: Reading, districts: DistrictNames) -> TermContent:
    values: dict[str, Any] = {
        "name": _name(reading),
        "definition": reading.line("definition", Term, required=True),
        **stated_lines(reading, Term, "definition_en"),
        **stated_rows(reading, "abbreviations", "variants", "unmarked"),
    }
    if reading.has("title_en"):
        limit = Term._meta.get_field("name_en").max_length
        values["name_en"] = " ".join(reading.text("title_en", limit).split())
    slug = wished_slug(reading)
    if len(slug) > _SLUG_LIMIT:
        reading.error("slug", f"{_SLUG_LIMIT}자까지 쓸 수 있습니다.")
    related = dict.fromkeys(reading.strings("related")) if reading.has("related") else {}
    return TermContent(
        slug=slug,
        values=values,
        streams={"sources": streams.sources(reading)} if reading.has("sources") else {},
        links=tuple(Link("related", "term", target) for target in related),
        linked_columns=frozenset({"related"} & set(reading.data)),
    )


def _name(reading: Reading) -> str:
    limit = Term._meta.get_field("name").max_length
    name = " ".join(reading.text("title", limit, required=True).split())
    if name and not term_key(name):
        reading.error("title", "글자나 숫자가 있어야 합니다.")
    return name
