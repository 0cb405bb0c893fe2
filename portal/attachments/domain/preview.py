"""What the preview of a file shows: its text in stretches that a telephone can load, with an anchor for every place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models.functions import Length
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.attachments.models import AttachmentPart
from portal.attachments.reading.parts import heads_of
from portal.core import file_access
from portal.core.enums import CheckState, ExtractionStatus
from portal.core.models import PortalDocument
from search.audience import PUBLIC, collection_audiences
from search.places import anchor_of, name_of, numbers_of

#: Characters of one page of the preview; a longer file has several.
STRETCH_CHARS = 120_000
_LOCATORS = ("page", "slide", "part", "table", "row")


@dataclass
class Row:
    anchor: str
    cells: Sequence[str]
    name: str


@dataclass
class Block:
    """A page, a stretch of text, or the rows of one table that stand together."""

    anchor: str
    name: str
    heading: str
    paragraphs: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    heads: Sequence[str] = ()


def preview_context(document: PortalDocument, request: HttpRequest) -> dict[str, Any]:
    """For the template. Six queries at most, however long the file is."""
    lengths = list(_lengths(document))
    stretches = _stretches(lengths)
    number = _asked(request.GET, lengths, stretches)
    first, last = stretches[number - 1] if stretches else (0, -1)
    parts = list(AttachmentPart.objects.filter(document=document, ordinal__range=(first, last)))
    parent = file_access.parents([document.pk], request.user).get(document.pk)
    page = parent.specific if parent is not None else None
    return {
        "document": document,
        "parent": page,
        "blocks": _blocks(parts, continued=_continued(document, parts)),
        "is_read": document.extraction_status == ExtractionStatus.READ,
        "is_open": document.check_state == CheckState.OPEN,
        "stretch": number,
        "stretches": len(stretches),
        "earlier": _address(document, number - 1) if number > 1 else "",
        "later": _address(document, number + 1) if number < len(stretches) else "",
        "file_url": document.url,
        "public": collection_audiences([document.collection_id]).get(document.collection_id) == PUBLIC
        and bool(file_access.on_open_pages([document], None)),
    }


def _address(document: PortalDocument, number: int) -> str:
    return f"{reverse('attachments:preview', args=[document.pk])}?stretch={number}"


def _lengths(document: PortalDocument) -> Iterable[tuple[int, str, int]]:
    """(ordinal, locator, characters) of every part that may be shown."""
    if document.check_state == CheckState.BLOCKED:
        return []
    return (
        AttachmentPart.objects.filter(document=document)
        .order_by("ordinal")
        .values_list("ordinal", "locator", Length("text"))
    )


def _stretches(lengths: Sequence[tuple[int, str, int]]) -> list[tuple[int, int]]:
    """First and last ordinal of each."""
    found: list[tuple[int, int]] = []
    chars = 0
    for ordinal, _locator, length in lengths:
        if not found or chars + length > STRETCH_CHARS:
            found.append((ordinal, ordinal))
            chars = 0
        found[-1] = (found[-1][0], ordinal)
        chars += length
    return found


def _asked(
    parameters: Mapping[str, str],
    lengths: Sequence[tuple[int, str, int]],
    stretches: Sequence[tuple[int, int]],
) -> int:
    """The stretch that a locator in the address leads to, or the one that is named; 1 for anything else."""
    wanted = {name: parameters[name] for name in _LOCATORS if name in parameters}
    if wanted:
        asked = numbers_of("&".join(f"{name}={value}" for name, value in wanted.items()))
        for ordinal, locator, _length in lengths:
            if asked and numbers_of(locator) == asked:
                return next(n for n, (first, last) in enumerate(stretches, 1) if first <= ordinal <= last)
    number = numbers_of(f"stretch={parameters.get('stretch', '')}").get("stretch", 1)
    return number if 1 <= number <= len(stretches) else 1


def _continued(document: PortalDocument, parts: Sequence[AttachmentPart]) -> Sequence[str]:
    """The heads of a table whose first rows stand in an earlier stretch."""
    numbers = numbers_of(parts[0].locator) if parts else {}
    if numbers.get("row", 1) == 1:
        return ()
    start = f"table={numbers.get('table', 1)}&row=1"
    first = AttachmentPart.objects.filter(document=document, locator=start).first()
    return first.cells if first is not None else ()


def _blocks(parts: Iterable[AttachmentPart], continued: Sequence[str]) -> list[Block]:
    blocks: list[Block] = []
    table = 0
    for part in parts:
        numbers = numbers_of(part.locator)
        if "row" not in numbers:
            table = 0
            paragraphs = [line for line in part.text.split("\n") if line.strip()]
            paragraphs = paragraphs[1:] if paragraphs[:1] == [part.heading] else paragraphs
            blocks.append(Block(anchor_of(part.locator), _block_name(numbers), part.heading, paragraphs))
            continue
        if numbers.get("table") != table:
            table = numbers.get("table", 1)
            name = _("표 %(number)s") % {"number": table}
            heads = continued if not blocks else ()
            blocks.append(Block(f"t{table}", name, part.heading, heads=heads))
        row = Row(anchor_of(part.locator), part.cells or [part.text], name_of(part.locator))
        blocks[-1].rows.append(row)
    for block in blocks:
        _take_heads(block)
    return [block for block in blocks if block.paragraphs or block.rows or block.heads]


def _take_heads(block: Block) -> None:
    """The first row names the columns, as it did when the file was read."""
    if block.rows and not block.heads and block.rows[0].anchor.endswith("r1"):
        if heads_of([row.cells for row in block.rows]):
            block.heads = block.rows[0].cells
    width = max([len(row.cells) for row in block.rows], default=0)
    for row in block.rows:
        row.cells = [*row.cells, *([""] * (width - len(row.cells)))]


def _block_name(numbers: Mapping[str, int]) -> str:
    if "page" in numbers:
        return _("%(number)s쪽") % {"number": numbers["page"]}
    if "slide" in numbers:
        return _("슬라이드 %(number)s") % {"number": numbers["slide"]}
    return ""
