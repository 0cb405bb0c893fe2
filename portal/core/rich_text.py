"""Links inside rich text: one that leads to what the reader may not see stays plain text.

Its address would name a hidden page or file.
"""

from __future__ import annotations

from typing import Any

from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from portal.core.viewer import current_viewer, open_files
from search.audience import visible_page_ids


class OpenPageLinkHandler(PageLinkHandler):
    """Links to pages."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        pages = super().get_many(attrs_list)
        seen = visible_page_ids([page.pk for page in pages if page], current_viewer())
        return [page if page and page.pk in seen else None for page in pages]


class OpenDocumentLinkHandler(DocumentLinkHandler):
    """Links to files."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        documents = super().get_many(attrs_list)
        seen = {document.pk for document in open_files(filter(None, documents), current_viewer())}
        return [document if document and document.pk in seen else None for document in documents]


def register_links(features: FeatureRegistry) -> None:
    """Take the place of Wagtail's handlers, which link whatever was chosen."""
    features.register_link_type(OpenPageLinkHandler)
    features.register_link_type(OpenDocumentLinkHandler)
