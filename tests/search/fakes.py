"""Searchables and an engine small enough to see through: the machinery is tested apart from the real content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.models import Page

from search.audience import collection_audiences, collection_rules, page_audiences, visible_page_ids
from search.engines.base import (
    AlikeQuery,
    Change,
    EngineHit,
    EngineQuery,
    EngineResult,
    EngineUnavailable,
    PassageHit,
)
from search.korean.dictionary import SHIPPED, Dictionary
from search.records import DocumentRecord, PassageRecord


def record(kind: str, object_id: int, title: str, **values: Any) -> DocumentRecord:
    defaults: dict[str, Any] = {
        "external_id": "",
        "title_en": "",
        "url": f"/{kind}/{object_id}/",
        "body": title,
        "date": None,
        "year": None,
        "licence": "1",
        "districts": (),
        "tags": (),
        "field": "",
        "audience": "public",
        "passages": (PassageRecord(0, "", "", title),),
    }
    return DocumentRecord(kind=kind, object_id=object_id, title=title, **{**defaults, **values})


class PageKind:
    """Live pages of one type; ``during_build`` runs after the pages were read, before the rows are written."""

    kind = "page"
    label = "쪽"
    model: type[Model] = Page

    def __init__(self) -> None:
        self.builds: list[list[int]] = []
        self.broken: set[str] = set()
        self.during_build: Callable[[], object] | None = None

    def build(self, ids: Sequence[int]) -> dict[int, DocumentRecord]:
        self.builds.append(list(ids))
        pages = list(Page.objects.filter(pk__in=ids, live=True))
        audiences = page_audiences(pages)
        if self.during_build:
            hook, self.during_build = self.during_build, None
            hook()
        return {page.pk: self._record(page, audience) for page in pages if (audience := audiences[page.pk])}

    def _record(self, page: Page, audience: str) -> DocumentRecord:
        if page.title in self.broken:
            raise ValueError(f"cannot read {page.title}")
        parts = page.get_url_parts()
        return record(self.kind, page.pk, page.title, url=parts[2] if parts else "", audience=audience)

    def visible(self, ids: Sequence[int], viewer: Any) -> set[int]:
        return visible_page_ids(ids, viewer)

    def all_ids(self) -> Iterable[int]:
        return Page.objects.filter(live=True, depth__gt=1).values_list("pk", flat=True)


class TagKind:
    """A plain model: every tag is a document."""

    kind = "tag"
    label = "태그"
    model: type[Model] = Tag

    def build(self, ids: Sequence[int]) -> dict[int, DocumentRecord]:
        return {tag.pk: record(self.kind, tag.pk, tag.name) for tag in Tag.objects.filter(pk__in=ids)}

    def visible(self, ids: Sequence[int], viewer: Any) -> set[int]:
        return set(ids)

    def all_ids(self) -> Iterable[int]:
        return Tag.objects.values_list("pk", flat=True)


class FileKind:
    """Documents of the library: their audience is that of their collection."""

    kind = "file"
    label = "파일"

    def __init__(self) -> None:
        self.model: type[Model] = get_document_model()

    def build(self, ids: Sequence[int]) -> dict[int, DocumentRecord]:
        files = list(self.model._default_manager.filter(pk__in=ids))
        audiences = collection_audiences(file.collection_id for file in files)
        return {
            file.pk: record(self.kind, file.pk, file.title, audience=audience)
            for file in files
            if (audience := audiences[file.collection_id])
        }

    def visible(self, ids: Sequence[int], viewer: Any) -> set[int]:
        collection_rules()
        return set(ids)

    def all_ids(self) -> Iterable[int]:
        return self.model._default_manager.values_list("pk", flat=True)

    def ids_in_collections(self, collection_ids: Sequence[int]) -> Iterable[int]:
        return self.model._default_manager.filter(collection_id__in=collection_ids).values_list(
            "pk", flat=True
        )


class MemoryEngine:
    """Keeps what it was given in a dictionary. ``away`` makes every write fail."""

    name = "memory"
    shared = False
    fingerprint = "memory-1"

    def __init__(self, serving: MemoryEngine | None = None) -> None:
        self.documents: dict[str, tuple[DocumentRecord, int]] = {}
        self.at = 0
        self.away = False
        self.applied: list[int] = []
        self.serving = serving
        self.words = SHIPPED
        self.begun: list[MemoryEngine] = []
        self.earlier: MemoryEngine | None = None
        self.build = f"build-{len(serving.begun) + 1}" if serving else ""

    def cursor(self) -> int:
        return self.at

    def apply(self, changes: Sequence[Change], cursor: int, *, onto: int = 0) -> None:
        if self.away or (self.serving and self.serving.away):
            raise EngineUnavailable("away")
        for change in changes:
            self.applied.append(change.seq)
            if change.record is None:
                self.documents.pop(change.key, None)
            else:
                self.documents[change.key] = (change.record, change.seq)
        self.at = cursor

    def entries(self) -> dict[str, int]:
        return {key: seq for key, (_, seq) in self.documents.items()}

    def count(self) -> int:
        return len(self.documents)

    def search(self, query: EngineQuery) -> EngineResult:
        return EngineResult((), 0, {})

    def locate(
        self, query: EngineQuery, keys: Sequence[str], per_document: int
    ) -> dict[str, list[PassageHit]]:
        return {}

    def alike(self, query: AlikeQuery) -> list[EngineHit]:
        return []

    def begin_build(self, dictionary: Dictionary = SHIPPED) -> MemoryEngine:
        self.begun.append(MemoryEngine(serving=self))
        self.begun[-1].words = dictionary
        return self.begun[-1]

    def dictionary(self) -> Dictionary:
        return self.words

    def waiting_build(self) -> MemoryEngine | None:
        return self.begun[-1] if self.begun else None

    def earlier_build(self) -> MemoryEngine | None:
        return self.earlier

    def promote(self) -> None:
        assert self.serving is not None
        before = MemoryEngine(serving=self.serving)
        before.build = f"before-{self.build}"
        before.documents, before.at = self.serving.documents, self.serving.at
        before.words = self.serving.words
        self.serving.documents, self.serving.at = self.documents, self.at
        self.serving.words = self.words
        self.serving.earlier = before
        if self in self.serving.begun:
            self.serving.begun.remove(self)

    def prune(self) -> list[str]:
        gone, self.begun = self.begun, []
        return [build.build for build in gone]

    def titles(self) -> list[str]:
        return sorted(record.title for record, _ in self.documents.values())
