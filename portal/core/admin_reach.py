"""What an editor of one part of the site learns in the admin about the other parts: what is public, no more.

Wagtail lets nobody change what is not theirs, but its choosers, confirmation screens and one report name drafts,
private pages and files of others. Here they meet one rule: a page is within reach when the editor works on it (or
above it, to get there); to link to a page it is enough to be able to read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from portal.core.viewer import current_viewer
from search.audience import visible_pages

PageT = TypeVar("PageT", bound=Page)
PAGE_PARAMETERS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
CHOOSING = "wagtailadmin_choose_page"
OFFICE_REPORTS = ("page_types_usage", "page_types_usage_results")


def pages_within_reach(user: Any) -> PageQuerySet[Page]:
    """The pages that this editor finds in the explorer."""
    pages: PageQuerySet[Page] = policy_registry.get_by_type(Page).explorable_instances(user)
    return pages


def within_reach(user: Any, ids: Iterable[int]) -> set[int]:
    """Those of the page ids that this editor finds in the explorer. One query."""
    return set(pages_within_reach(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def pages_to_choose(pages: PageQuerySet[PageT], user: Any) -> PageQuerySet[PageT]:
    """Those that the editor works on, and those that they could read on the site. No user: all of them."""
    if user is None or user.is_superuser:
        return pages
    own = pages_within_reach(user).values_list("pk", flat=True)
    readable = visible_pages(Page.objects.all(), user).values_list("pk", flat=True)
    return pages.filter(pk__in={*own, *readable})


class AdminReachMiddleware:
    """Refuse every address of the admin that names a page out of reach, before its view says anything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.path.startswith("/admin/") or not request.user.is_authenticated:
            return None
        if request.user.is_superuser or _allowed(request, kwargs):
            return None
        refusal: HttpResponse = permission_denied(request)
        return refusal


def _allowed(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    match = request.resolver_match
    name, space = (match.url_name or "", match.namespace) if match else ("", "")
    if space == "wagtailadmin_reports" and name in OFFICE_REPORTS:
        return works_everywhere(request.user)
    ids = {int(kwargs[parameter]) for parameter in PAGE_PARAMETERS if kwargs.get(parameter)}
    if space == "wagtailadmin_pages" and "pk" in kwargs:
        ids.add(int(kwargs["pk"]))
    choosing = name.startswith(CHOOSING)
    if choosing:
        ids.update(int(value) for value in request.GET.getlist("id") if value.isdecimal() and len(value) < 19)
    missing = ids - within_reach(request.user, ids) if ids else ids
    if choosing and missing:
        readable = visible_pages(Page.objects.filter(pk__in=missing), request.user)
        missing -= set(readable.values_list("pk", flat=True))
    return not missing


def works_everywhere(user: Any) -> bool:
    """Whether the whole site is within this editor's reach, as it is for the office."""
    top = policy_registry.get_by_type(Page).explorable_root_instance(user)
    return bool(user.is_superuser or (top is not None and top.depth <= 2))


def name_only_what_is_within_reach() -> None:
    """Bulk actions list what they leave alone; take out what the editor has no business to know of. Runs once."""
    all_objects = BulkAction.get_actionable_objects

    def known_objects(action: BulkAction) -> tuple[Any, dict[str, Any]]:
        objects, rest = all_objects(action)
        refused = [item for item in rest["items_with_no_access"] if isinstance(item, Page)]
        known = within_reach(current_viewer() or action.request.user, [page.pk for page in refused])
        return objects, {**rest, "items_with_no_access": [page for page in refused if page.pk in known]}

    BulkAction.get_actionable_objects = known_objects
