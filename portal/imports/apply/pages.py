"""Making and changing pages through revisions, so that drafts, history and the index see every load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.text import slugify
from wagtail.models import Page, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.tasks import update_reference_index_task

from portal.core.models import PortalPage, Tag
from portal.imports.content import PageContent

PageT = TypeVar("PageT", bound=PortalPage)
_SLUG_ROOM = 240


@dataclass(frozen=True)
class Saved:
    """A page after a load, and the revision that holds what the row says."""

    page: Any
    revision: Revision


def editable(model: type[PageT], external_id: str, *, publish: bool) -> PageT | None:
    """The page to change, or None where there is none yet.

    What is published starts from what is live, so that nobody's unfinished draft goes public with it; a draft
    starts from the latest draft.
    """
    page = model.objects.filter(external_id=external_id).first()
    if page is None or (publish and page.live):
        return page
    latest: PageT = page.get_latest_revision_as_object()
    return latest


def fill(page: PortalPage, content: PageContent) -> None:
    """Set what the row states; everything else stays."""
    page.title = content.title
    for name, value in {**content.values, **content.streams}.items():
        setattr(page, name, value)


def fill_tags(page: Any, tags: Sequence[Tag], through: type[Model]) -> None:
    """Replace the tags, in memory: they are stored with the page or kept in its revision."""
    page.tagged_items = [through(tag=tag) for tag in tags]


def create(page: PortalPage, parent: Page, slug: str, external_id: str, *, publish: bool) -> Saved:
    """Add the page below `parent` as a draft and publish it when asked to."""
    page.external_id = external_id
    page.slug = free_slug(parent, slug or slugify(page.title_en) or slugify(external_id) or "page")
    page.live, page.has_unpublished_changes = False, True
    with disable_reference_index_auto_update():
        parent.add_child(instance=page)
    return _keep(page, publish=publish, log_action=False)


def change(page: PortalPage, *, publish: bool) -> Saved:
    """Keep the changed page as a new revision and publish it when asked to; otherwise what is live stays."""
    return _keep(page, publish=publish, log_action=True)


def _keep(page: PortalPage, *, publish: bool, log_action: bool) -> Saved:
    # Wagtail queues a task at every save of the page and of its child rows; one at the end does the same.
    with disable_reference_index_auto_update():
        # Publishing checks everything again, so one check is enough.
        revision = page.save_revision(clean=not publish, log_action=log_action)
        if publish:
            revision.publish()
    update_reference_index_task.enqueue(page._meta.app_label, page._meta.model_name, str(page.pk))
    return Saved(page, revision)


def free_slug(parent: Page, wish: str) -> str:
    """`wish`, with a number behind it where a child of `parent` has it already."""
    base = wish[:_SLUG_ROOM].strip("-")
    taken = set(parent.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= getattr(parent, "reserved_slugs", frozenset())
    candidate, number = base, 1
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    return candidate


def move(page: PortalPage, parent: Page) -> None:
    """Move the page below `parent`, under a free address name; Wagtail leaves redirects behind."""
    fresh = type(page).objects.get(pk=page.pk)
    slug = free_slug(parent, fresh.slug)
    if slug != fresh.slug:
        fresh.slug = slug
        fresh.save(clean=False)
    fresh.move(parent, pos="last-child")
