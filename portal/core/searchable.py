"""What all page types share when they give themselves to the search index."""

from __future__ import annotations

import datetime
import html
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.translation import override
from wagtail.models import Page

from search.audience import page_audiences, visible_pages
from search.facets import FacetValue
from search.records import DocumentRecord, PassageRecord

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_BLOCK_END = re.compile(r"(</(?:p|li|h[1-6]|blockquote)>|<br\s*/?>)", re.IGNORECASE)


def plain(rich_text: str) -> str:
    """Text of rich text: one line per paragraph or list item, entities resolved."""
    text = html.unescape(strip_tags(_BLOCK_END.sub(r"\1\n", rich_text or "")))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def sources_text(stream: Any) -> str:
    """Outlets and titles of sources, one a line."""
    return "\n".join(" ".join(filter(None, [b.value["outlet"], b.value.get("title")])) for b in stream)


def body_text(stream: Any) -> str:
    """Text of a StreamField made of BodyBlock."""
    parts = []
    for block in stream:
        if block.block_type == "image":
            parts.append(getattr(block.value, "contextual_alt_text", "") or "")
        else:
            parts.append(plain(str(block.value)))
    return "\n".join(part for part in parts if part)


class PageSearchable(ABC):
    """A page type in the index. Subclasses give `kind`, `label` and `records`."""

    kind: str
    label: StrOrPromise
    model: type[Any]
    #: Relations that `records` follows from each page.
    related: tuple[str, ...] = ()

    def __init__(self, model: type[Page]) -> None:
        self.model = model

    def build(self, ids: Sequence[int]) -> dict[int, DocumentRecord]:
        """Records of the pages among `ids` that are live and not behind a shared password."""
        found = self.model.objects.filter(pk__in=list(ids), live=True)
        pages = list(found.select_related(*self.related) if self.related else found)
        audiences = page_audiences(pages)
        eligible = [page for page in pages if audiences.get(page.pk) and korean_url(page)]
        return self.records(eligible, {page.pk: audiences[page.pk] or "" for page in eligible})

    @abstractmethod
    def records(self, pages: Sequence[Any], audiences: dict[int, str]) -> dict[int, DocumentRecord]:
        """Records by page id for live `pages` whose audience keys are given; a bounded number of queries."""

    def visible(self, ids: Sequence[int], viewer: Any) -> set[int]:
        """Those of `ids` that are live and that `viewer` may see, asked of the database."""
        return set(
            visible_pages(self.model.objects.filter(pk__in=list(ids)), viewer).values_list("pk", flat=True)
        )

    def all_ids(self) -> Iterable[int]:
        return self.model.objects.filter(live=True).order_by("pk").values_list("pk", flat=True)

    def record(
        self,
        page: Any,
        *,
        audience: str,
        passages: Sequence[PassageRecord],
        extra: Iterable[str],
        date: datetime.date | None,
        licence: str,
        districts: tuple[str, ...] = (),
        tags: tuple[str, ...] = (),
        field: str = "",
        date_precision: str = "day",
    ) -> DocumentRecord:
        """Assemble the record; the body is all passages, the English summary and `extra` words."""
        body = [passage.text for passage in passages] + [page.summary_en, *extra]
        return DocumentRecord(
            kind=self.kind,
            object_id=page.pk,
            external_id=page.external_id or "",
            title=page.title,
            title_en=page.title_en,
            url=korean_url(page),
            body="\n".join(part for part in body if part),
            date=date,
            date_precision=date_precision or "day",
            year=date.year if date else None,
            licence=licence,
            districts=districts,
            tags=tags,
            field=field,
            audience=audience,
            passages=tuple(passages),
        )


def korean_url(page: Page) -> str:
    """The path of the page without a language prefix, whatever language is active."""
    with override("ko"):
        parts = page.get_url_parts()
    return str(parts[2]) if parts else ""


def tag_values() -> list[FacetValue]:
    """Every tag with its spellings, for the tag facet. One query."""
    from portal.core.models import Tag

    names: dict[str, tuple[str, list[str]]] = {}
    for name, name_en, alias in Tag.objects.order_by("name").values_list("name", "name_en", "aliases__name"):
        names.setdefault(name, (name_en, []))[1].extend([alias] if alias else [])
    return [FacetValue(name, name, name_en, tuple(aliases)) for name, (name_en, aliases) in names.items()]
