"""Plain data that the other apps hand to search: one Document per address, one Passage per locatable part."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class PassageRecord:
    """A part of a document that a reader can be led to.

    locator: "" for the top of the document, "section=outcomes" for a section of a page, "t=754" for a moment of a
    recording (whole seconds), and inside a file "page=3" (PDF), "slide=3" (slides), "part=3" (running text, counted
    from 1), "table=2&row=7" (a row of a table or sheet, both counted from 1, the heads of the columns being row 1
    where they come first). `search.places` makes addresses and names of them.
    heading: the place as the reader knows it ("성과"); text: what the place says, plain text.
    """

    ordinal: int
    locator: str
    heading: str
    text: str


@dataclass(frozen=True)
class DocumentRecord:
    """Anything with its own address and audience, as it is now in the database.

    url: path of the Korean page ("/cases/x/"); body: the whole text; districts, tags, field: Korean names
    (field "" when there is none); licence: KOGL key ("0".."4", "ai", "none"); audience: canonical key
    ("public", "login", "g3|g5&g7").
    """

    kind: str
    object_id: int
    external_id: str
    title: str
    title_en: str
    url: str
    body: str
    date: datetime.date | None
    year: int | None
    licence: str
    districts: tuple[str, ...]
    tags: tuple[str, ...]
    field: str
    audience: str
    passages: tuple[PassageRecord, ...] = ()
    date_precision: str = "day"  # how far the date is known: "day", "month" or "year"

    @property
    def key(self) -> str:
        return document_key(self.kind, self.object_id)


def document_key(kind: str, object_id: int) -> str:
    """The identity of a document in every index: ``case:42``."""
    return f"{kind}:{object_id}"
