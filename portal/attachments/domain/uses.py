"""Which pages lead to a file: kept in rows, so that a request need not search the text of all pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Page, get_page_models

from portal.core.models import DocumentUse, PortalDocument
from search import outbox

ATTACHMENTS = "attachments"


def connect() -> None:
    """Watch every type of page."""
    for model in get_page_models():
        post_save.connect(
            _page_saved, sender=model, dispatch_uid=f"attachments-uses-{model._meta.label_lower}"
        )


def _page_saved(
    sender: type[Page], instance: Page, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    # A bare Page holds no text: what saves it (moves, unpublishing) changes none.
    if sender is not Page and not kwargs.get("raw") and _holds(sender, update_fields):
        write_uses(instance)


def _holds(model: type[Page], update_fields: Iterable[str] | None) -> bool:
    names = {field.name for field in model._meta.get_fields() if hasattr(field, "extract_references")}
    return bool(names if update_fields is None else names & set(update_fields))


def write_uses(page: Page) -> None:
    """Bring the rows of the page up to date, and have the files indexed again whose place has changed."""
    wanted = wanted_uses(page)
    with transaction.atomic():
        stored = {use.document_id: use for use in DocumentUse.objects.filter(page_id=page.pk)}
        there = set(PortalDocument.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        same = {pk for pk, use in stored.items() if wanted.get(pk) == (use.attached, use.label)}
        gone = stored.keys() - same
        fresh = (wanted.keys() & there) - same
        if gone:
            DocumentUse.objects.filter(page_id=page.pk, document_id__in=gone).delete()
        DocumentUse.objects.bulk_create(
            DocumentUse(page_id=page.pk, document_id=pk, attached=wanted[pk][0], label=wanted[pk][1])
            for pk in sorted(fresh)
        )
        if gone or fresh:
            outbox.changed(PortalDocument, sorted(gone | fresh))


def wanted_uses(page: Page) -> dict[int, tuple[bool, str]]:
    """Document id -> (whether it is among the attachments, the name that readers see there)."""
    found: dict[int, tuple[bool, str]] = {}
    for field in page._meta.get_fields():
        if not hasattr(field, "extract_references"):
            continue
        value = field.value_from_object(page)
        for model, pk, *_places in field.extract_references(value) if value is not None else ():
            if model is PortalDocument and field.name != ATTACHMENTS:
                found.setdefault(int(pk), (False, ""))
    for block in getattr(page, ATTACHMENTS, None) or ():
        # Read by hand for the names; a file that was deleted is None.
        document = block.value.get("document") if block.block_type == "attachment" else None
        if document is not None:
            found[document.pk] = (True, block.value.get("label") or "")
    return found


def rewrite_all() -> None:
    """Write the uses of every page: once, for pages that were saved before uses were kept."""
    for model in get_page_models():
        if _holds(model, None) and model is not Page:
            for page in model.objects.order_by("pk").iterator(chunk_size=200):
                write_uses(page)
