"""What attachments give to the search index: one document per file, under the page that it hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.attachments.models import AttachmentPart
from portal.core import file_access
from portal.core.enums import CheckState, ExtractionStatus
from portal.core.models import DocumentUse, PortalDocument
from search import registry
from search.audience import PUBLIC, collection_audiences, combine
from search.fingerprints import Input
from search.models import SearchDocument
from search.records import DocumentRecord, PassageRecord
from search.registry import DocumentRef, Parent
from search.rows import content_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class AttachmentSearchable:
    """Checked files among the attachments of live pages.

    A file on several pages is one document. It stands under the page that most may see, and where several are alike
    under the one that came first. It is made from that page's row in the index, so that district, tags, date and
    audience are those that the page is found by.
    """

    kind = "attachment"
    label: StrOrPromise = _("첨부 파일")

    def __init__(self, model: type[Any] = PortalDocument) -> None:
        self.model = model

    def inputs(self) -> list[Input]:
        return [
            Input(PortalDocument),
            Input(DocumentUse, "document_id"),
            Input(AttachmentPart, "document_id"),
        ]

    def beside(self, ids: Sequence[int]) -> dict[int, str]:
        """The row of the page and the restrictions of the collection, by the id of the file."""
        documents = self.model.objects.filter(pk__in=list(ids)).values_list("pk", "collection_id")
        audiences = collection_audiences(collection for _, collection in documents)
        rows = _parent_rows(ids)
        return {
            pk: "|".join(f"{row.key} {content_of(row.content_hash)}" for row in rows.get(pk, ()))
            + str(audiences.get(collection))
            for pk, collection in documents
        }

    def build(self, ids: Sequence[int]) -> dict[int, DocumentRecord]:
        documents = list(self.model.objects.filter(pk__in=list(ids), check_state=CheckState.OPEN))
        if not documents:
            return {}
        rows = _parent_rows([document.pk for document in documents])
        audiences = collection_audiences({document.collection_id for document in documents})
        labels = {
            (use.document_id, use.page_id): use.label
            for use in DocumentUse.objects.filter(document__in=documents, attached=True)
        }
        passages = _passages([document.pk for document in documents])
        result = {}
        for document in documents:
            parent = _chosen(rows.get(document.pk, []))
            key = combine(parent.audience, audiences.get(document.collection_id)) if parent else None
            if parent is not None and key:
                label = labels.get((document.pk, parent.object_id), "")
                result[document.pk] = _record(document, parent, label, key, passages.get(document.pk, []))
        return result

    def visible(self, ids: Sequence[int], viewer: Any) -> set[int]:
        """Those that are checked, of an open collection, and hang on a page that the viewer may see."""
        documents = list(self.model.objects.filter(pk__in=list(ids)))
        readable = file_access.readable(documents, viewer)
        return readable & file_access.parents(readable, viewer).keys()

    def parents(self, ids: Sequence[int], viewer: Any) -> dict[int, Parent]:
        pages = file_access.parents(ids, viewer)
        rows = {
            row.object_id: row
            for row in SearchDocument.objects.filter(
                kind__in=_page_kinds(), object_id__in={page.pk for page in pages.values()}, deleted=False
            ).only("object_id", "title_en", "url")
        }
        return {
            pk: Parent(page.title, rows[page.pk].title_en, rows[page.pk].url)
            for pk, page in pages.items()
            if page.pk in rows
        }

    def all_ids(self) -> Iterable[int]:
        found = DocumentUse.objects.filter(
            attached=True, page__live=True, document__check_state=CheckState.OPEN
        )
        return found.order_by("document_id").values_list("document_id", flat=True).distinct()

    def ids_in_collections(self, collection_ids: Sequence[int]) -> Iterable[int]:
        return self.model.objects.filter(collection_id__in=list(collection_ids)).values_list("pk", flat=True)


def _page_kinds() -> list[str]:
    return [searchable.kind for searchable in registry.current().of_source(registry.PAGE_SOURCE)]


def _parent_rows(ids: Sequence[int]) -> dict[int, list[SearchDocument]]:
    """Rows of the pages that each file is attached to, by the id of the file, in the order of pages. Two queries."""
    uses = list(
        DocumentUse.objects.filter(document_id__in=list(ids), attached=True)
        .order_by("page_id")
        .values_list("document_id", "page_id")
    )
    found = SearchDocument.objects.filter(
        kind__in=_page_kinds(), object_id__in={page for _, page in uses}, deleted=False
    ).defer("body")
    rows = {row.object_id: row for row in found}
    result: dict[int, list[SearchDocument]] = {}
    for document, page in uses:
        if page in rows:
            result.setdefault(document, []).append(rows[page])
    return result


def _chosen(rows: Sequence[SearchDocument]) -> SearchDocument | None:
    return next((row for row in rows if row.audience == PUBLIC), rows[0] if rows else None)


def _passages(ids: Sequence[int]) -> dict[int, list[PassageRecord]]:
    found: dict[int, list[PassageRecord]] = {}
    parts = AttachmentPart.objects.filter(
        document_id__in=list(ids), document__extraction_status=ExtractionStatus.READ
    )
    for document, ordinal, locator, heading, text in parts.order_by("document_id", "ordinal").values_list(
        "document_id", "ordinal", "locator", "heading", "text"
    ):
        found.setdefault(document, []).append(PassageRecord(ordinal, locator, heading, text))
    return found


def _record(
    document: PortalDocument,
    parent: SearchDocument,
    label: str,
    audience: str,
    passages: Sequence[PassageRecord],
) -> DocumentRecord:
    with override("ko"):
        url = reverse("attachments:preview", args=[document.pk])
    return DocumentRecord(
        kind=AttachmentSearchable.kind,
        object_id=document.pk,
        external_id=document.external_id or "",
        title=label or document.title,
        title_en="",
        url=url,
        body="\n".join(passage.text for passage in passages),
        date=parent.date,
        date_precision=parent.date_precision,
        year=parent.year,
        licence=document.licence,
        districts=tuple(parent.districts),
        tags=tuple(parent.tags),
        field=parent.field,
        audience=audience,
        passages=tuple(passages),
    )


def _of_pages(changed: Sequence[DocumentRef]) -> Iterable[DocumentRef]:
    """The files that hang on the pages whose rows changed."""
    kinds = set(_page_kinds())
    pages = [object_id for kind, object_id in changed if kind in kinds]
    if not pages:
        return []
    uses = DocumentUse.objects.filter(page_id__in=pages, attached=True)
    found = uses.order_by("document_id").values_list("document_id", flat=True).distinct()
    return [(AttachmentSearchable.kind, pk) for pk in found]


def connect() -> None:
    registry.register(AttachmentSearchable())
    registry.register_followers(_of_pages)
