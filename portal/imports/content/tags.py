"""Tags from rows."""

from __future__ import annotations

from portal.core.enums import TagGroup
from portal.core.models import Tag
from portal.core.text_keys import term_key
from portal.imports.content.places import DistrictNames
from portal.imports.content.reading import Reading
from portal.imports.content.types import TagContent

_NAME_LIMIT = 100


def tag_content(reading: Reading, districts: DistrictNames) -> TagContent:
    name = " ".join(reading.text("title", _NAME_LIMIT, required=True).split())
    if name and not term_key(name):
        reading.error("title", "글자나 숫자가 있어야 합니다.")
    values = {}
    if reading.has("title_en"):
        values["name_en"] = reading.text("title_en", Tag._meta.get_field("name_en").max_length)
    if reading.has("group"):
        values["group"] = reading.choice("group", TagGroup, TagGroup.TOPIC)
    return TagContent(name, values, _aliases(reading, name))


def _aliases(reading: Reading, name: str) -> tuple[str, ...]:
    """Spellings with a comparison key of their own, each once."""
    by_key: dict[str, str] = {}
    for alias in reading.strings("aliases"):
        if len(alias) > _NAME_LIMIT:
            reading.error("aliases", f"{_NAME_LIMIT}자까지 쓸 수 있습니다: {alias[:30]}…")
        by_key.setdefault(term_key(alias), " ".join(alias.split()))
    return tuple(alias for key, alias in by_key.items() if key and key != term_key(name))
