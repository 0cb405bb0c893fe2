"""Lists of objects as values of StreamFields, checked by the blocks themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from wagtail.blocks import FieldBlock, StructBlock, URLBlock

from districts.blocks import AdoptedByBlock, OutcomeBlock
from districts.enums import OutcomeType, Relation
from portal.core.blocks import SourceBlock, TimelineBlock
from portal.core.section_names import korean_name
from portal.imports.content.reading import Reading
from portal.imports.content.types import StreamItems

SOURCE, TIMELINE_STEP, OUTCOME, ADOPTION = SourceBlock(), TimelineBlock(), OutcomeBlock(), AdoptedByBlock()


def sources(reading: Reading) -> StreamItems:
    return [("source", _checked(item, SOURCE, _source(item))) for item in reading.objects("sources")]


def timeline(reading: Reading) -> StreamItems:
    return [
        ("step", _checked(item, TIMELINE_STEP, {"when": partial(item.partial_date, "when")}))
        for item in reading.objects("timeline")
    ]


def outcomes(reading: Reading) -> StreamItems:
    return [("outcome", _checked(item, OUTCOME, _outcome(item))) for item in reading.objects("outcomes")]


def adoptions(reading: Reading) -> StreamItems:
    return [
        ("adoption", _checked(item, ADOPTION, {"relation": partial(item.choice, "relation", Relation)}))
        for item in reading.objects("adopted_by")
    ]


def _source(item: Reading) -> dict[str, Callable[[], str]]:
    return {
        "outlet": partial(_outlet, item),
        "date": partial(item.partial_date, "date"),
        "supports": partial(_supports, item),
    }


def _outlet(item: Reading) -> str:
    """The outlet, or where a row gives only an address its host name."""
    outlet = _text(item, "outlet", SOURCE.child_blocks["outlet"])
    return outlet or urlsplit(item.text("url")).netloc


def _supports(item: Reading) -> str:
    return ", ".join(korean_name(name) for name in item.strings("supports"))


def _outcome(item: Reading) -> dict[str, Callable[[], str]]:
    return {"type": partial(item.choice, "type", OutcomeType)}


def _checked(
    item: Reading, block: StructBlock, special: Mapping[str, Callable[[], str]] | None = None
) -> dict[str, Any]:
    """The block's values out of `item`; what a block refuses is noted under its column."""
    values = {}
    for name, child in block.child_blocks.items():
        before = len(item.problems)
        text = (special or {}).get(name, partial(_text, item, name, child))()
        try:
            values[name] = child.clean(text)
        except ValidationError as error:
            if len(item.problems) == before:
                item.error(name, " ".join(error.messages) if text else "비어 있습니다.")
    unknown = [key for key in item.data if key not in block.child_blocks]
    if unknown:
        item.warn(unknown[0], f"모르는 항목은 쓰지 않습니다: {', '.join(unknown)}")
    return values


def _text(item: Reading, name: str, child: FieldBlock) -> str:
    limit = getattr(child.field, "max_length", None)
    return item.url(name, limit) if isinstance(child, URLBlock) else item.text(name, limit)
