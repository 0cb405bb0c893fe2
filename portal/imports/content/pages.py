"""What all pages have in common."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Model

from portal.imports.content.reading import Reading
from portal.imports.content.text import bullets, paragraphs

_SLUG = re.compile(r"^[-\w]+$")
_SLUG_LIMIT = 255
_TAG_LIMIT = 100


def stated_lines(reading: Reading, model: type[Model], *columns: str) -> dict[str, Any]:
    """The single-line fields among `columns` that the row states."""
    return {column: reading.line(column, model) for column in columns if reading.has(column)}


def stated_texts(reading: Reading, model: type[Model], *columns: str) -> dict[str, Any]:
    """The fields among `columns` that the row states, with their line breaks."""
    return {column: reading.field(column, model) for column in columns if reading.has(column)}


def stated_paragraphs(reading: Reading, *columns: str) -> dict[str, Any]:
    return {column: paragraphs(reading.strings(column)) for column in columns if reading.has(column)}


def stated_bullets(reading: Reading, *columns: str) -> dict[str, Any]:
    return {column: bullets(reading.strings(column)) for column in columns if reading.has(column)}


def stated_rows(reading: Reading, *columns: str) -> dict[str, Any]:
    """Lists as texts with one entry per line."""
    return {
        column: "\n".join(" ".join(entry.split()) for entry in reading.strings(column))
        for column in columns
        if reading.has(column)
    }


def common_values(reading: Reading, model: type[Model]) -> dict[str, Any]:
    """English title, summaries and note, where stated."""
    names = {field.name for field in model._meta.get_fields()}
    return {
        **stated_lines(reading, model, "title_en", "summary", "summary_en"),
        **(stated_texts(reading, model, "note") if "note" in names else {}),
    }


def wished_slug(reading: Reading) -> str:
    slug = reading.text("slug", _SLUG_LIMIT)
    if slug and not _SLUG.match(slug):
        reading.error("slug", f"글자·숫자와 - _ 만 쓸 수 있습니다: {slug[:40]}")
    return slug


def stated_tags(reading: Reading) -> tuple[str, ...] | None:
    """Tag names as written, each once; None where the row says nothing about tags."""
    if not reading.has("tags"):
        return None
    names = dict.fromkeys(" ".join(name.split()) for name in reading.strings("tags"))
    for name in names:
        if len(name) > _TAG_LIMIT:
            reading.error("tags", f"태그는 {_TAG_LIMIT}자까지 쓸 수 있습니다: {name[:30]}…")
    return tuple(names)
