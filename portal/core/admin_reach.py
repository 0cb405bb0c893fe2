"""What an editor of one part of the site learns in the admin about the other parts: what is public, no more.

Wagtail lets nobody change what is not theirs, but its choosers, confirmation screens and one report name drafts,
private pages and files of others. Here they meet one rule: a page is within reach when the editor works on it (or
above it, to get there); to link to a page it is enough to be able to read it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.auth import permission_denied
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from portal.core.middleware import SAFE_METHODS
from portal.core.viewer import open_files
from search.audience import visible_pages

PageT = TypeVar("PageT", bound=Page)
PAGE_PARAMETERS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
# Where copies and bulk moves name their destination.
PAGE_FIELDS = ("new_parent_page", "chooser")
CHOOSING = "wagtailadmin_choose_page"
LONGEST_ID = 19  # digits; no id has so many, and databases refuse them
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


def may_know(user: Any, item: Any) -> bool:
    """Whether this editor may read the name of an item: a page, picture or file they choose from, or anything else.

    Without a user (commands, tasks) everything is known.
    """
    if user is None or works_everywhere(user):
        return True
    if isinstance(item, Page):
        return bool(pages_to_choose(Page.objects.filter(pk=item.pk), user).exists())
    if isinstance(item, get_image_model() | get_document_model()):
        policy = policy_registry.get_by_type(type(item))
        return bool(open_files([item], user) or policy.user_has_permission_for_instance(user, "choose", item))
    return True


def out_of_reach(references: Iterable[tuple[int, str]], user: Any) -> bool:
    """Whether one of these (content type, id) is a page, picture or file that this editor cannot choose."""
    ids: dict[type[Any] | None, set[int]] = defaultdict(set)
    for content_type, object_id in references:
        ids[ContentType.objects.get_for_id(content_type).model_class()].add(int(object_id))
    allowed = {Page: pages_to_choose(Page.objects.all(), user)}
    for model in (get_image_model(), get_document_model()):
        allowed[model] = policy_registry.get_by_type(model).instances_user_has_permission_for(user, "choose")
    return any(
        allowed[model].filter(pk__in=ids[model]).count() < len(ids[model]) for model in allowed if ids[model]
    )


class AdminReachMiddleware:
    """Refuse every address of the admin that names a page out of reach, before its view says anything.

    A request that writes holds the pages it names until it ends: two editors who publish and withdraw the same
    pages at once take turns, where PostgreSQL would otherwise end one of them as a deadlock.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.path.startswith("/admin/") or not request.user.is_authenticated:
            return None
        numbers = [value for value in (*kwargs.values(), *request.GET.getlist("id")) if _is_number(value)]
        if any(len(str(value)) >= LONGEST_ID for value in numbers):
            raise Http404
        named = _named_pages(request, kwargs)
        if not request.user.is_superuser and not _allowed(request, named):
            refusal: HttpResponse = permission_denied(request)
            return refusal
        if request.method not in SAFE_METHODS:
            _hold(named | _bulk_pages(request, kwargs))
        return None


def _named_pages(request: HttpRequest, kwargs: dict[str, Any]) -> set[int]:
    """The pages that stand in the address, or in the form as a destination."""
    named = [kwargs[parameter] for parameter in PAGE_PARAMETERS if kwargs.get(parameter)]
    match = request.resolver_match
    if match and match.namespace == "wagtailadmin_pages" and "pk" in kwargs:
        named.append(kwargs["pk"])
    if match and (match.url_name or "").startswith(CHOOSING):
        named += request.GET.getlist("id")
    for field in PAGE_FIELDS:
        named += request.POST.getlist(field)
    return _numbers(named)


def _bulk_pages(request: HttpRequest, kwargs: dict[str, Any]) -> set[int]:
    of_pages = (kwargs.get("app_label"), kwargs.get("model_name")) == ("wagtailcore", "page")
    return _numbers(request.GET.getlist("id")) if of_pages else set()


def _is_number(value: Any) -> bool:
    return str(value).isdecimal()


def _numbers(values: Iterable[Any]) -> set[int]:
    return {int(value) for value in values if _is_number(value) and len(str(value)) < LONGEST_ID}


def _allowed(request: HttpRequest, named: set[int]) -> bool:
    match = request.resolver_match
    name, space = (match.url_name or "", match.namespace) if match else ("", "")
    if space == "wagtailadmin_reports" and name in OFFICE_REPORTS:
        return works_everywhere(request.user)
    missing = named - within_reach(request.user, named) if named else named
    if missing and name.startswith(CHOOSING):
        readable = visible_pages(Page.objects.filter(pk__in=missing), request.user)
        missing -= set(readable.values_list("pk", flat=True))
    return not missing


def _hold(ids: set[int]) -> None:
    """Lock these pages until the transaction ends, always in the same order."""
    if ids:
        list(Page.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def works_everywhere(user: Any) -> bool:
    """Whether the whole site is within this editor's reach, as it is for the office."""
    top = policy_registry.get_by_type(Page).explorable_root_instance(user)
    return bool(user.is_superuser or (top is not None and top.depth <= 2))
