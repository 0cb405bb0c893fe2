"""Which files a reader may have: checked, of a collection that is open to them, on a page that is open to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.core.enums import CheckState
from portal.core.models import DocumentUse, PortalDocument
from portal.core.viewer import open_files
from search.audience import visible_page_ids

#: Of documents with the given ids those that hang on something else than a page, and whether a viewer may see that.
Keeper = Callable[[Sequence[int], Any], Mapping[int, bool]]
_keepers: list[Keeper] = []


def register_keeper(keeper: Keeper) -> None:
    """Have files that belong to something else than pages opened with it only; call it from ``AppConfig.ready``."""
    _keepers.append(keeper)


def may_edit(user: Any, document: PortalDocument) -> bool:
    """Whether this user works on the file in the admin: editors see what is not checked yet."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    policy = policy_registry.get_by_type(PortalDocument)
    return bool(policy.user_has_any_permission_for_instance(user, ["change", "delete"], document))


def places(ids: Iterable[int], *, attached: bool = False) -> dict[int, list[DocumentUse]]:
    """Document id -> its uses in the order of pages; ``attached``: only those among attachments."""
    uses = DocumentUse.objects.filter(document_id__in=list(ids)).select_related("page").order_by("page_id")
    found: dict[int, list[DocumentUse]] = {}
    for use in uses.filter(attached=True) if attached else uses:
        found.setdefault(use.document_id, []).append(use)
    return found


def on_open_pages(documents: Iterable[PortalDocument], viewer: Any) -> set[int]:
    """Ids of those that a page visible to the viewer leads to, or something else that is, and of those without any."""
    ids = [document.pk for document in documents]
    uses = list(DocumentUse.objects.filter(document_id__in=ids).values_list("document_id", "page_id"))
    seen = visible_page_ids({page for _, page in uses}, viewer) if uses else set()
    used = {document for document, _ in uses}
    opened = {document for document, page in uses if page in seen}
    for keeper in _keepers if ids else ():
        kept = keeper(ids, viewer)
        used |= kept.keys()
        opened |= {pk for pk, is_open in kept.items() if is_open}
    return {pk for pk in ids if pk not in used} | opened


def readable(documents: Iterable[PortalDocument], viewer: Any) -> set[int]:
    """Ids of those that the viewer may read. A few queries for any number."""
    checked = [document for document in documents if document.check_state == CheckState.OPEN]
    opened = open_files(checked, viewer)
    return on_open_pages(opened, viewer) if opened else set()


def parents(ids: Iterable[int], viewer: Any) -> dict[int, Page]:
    """Document id -> the live page that the viewer may see and whose attachment it is; the first of several."""
    uses = places(ids, attached=True)
    seen = visible_page_ids({use.page_id for found in uses.values() for use in found}, viewer)
    return {
        document: next(use.page for use in found if use.page_id in seen)
        for document, found in uses.items()
        if any(use.page_id in seen for use in found)
    }
