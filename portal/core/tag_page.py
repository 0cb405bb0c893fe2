"""The page of a tag: everything that carries it, whatever kind it is, in one list."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.listing import PER_PAGE, Listing, SortLink, name_order, nearest_page
from portal.core.models import Tag
from portal.core.tag_sources import TaggedKind, tagged_kinds
from portal.core.tagging import PUBLIC_TAG_MINIMUM

SORTS = (("date", _("최신순")), ("oldest", _("오래된순")), ("title", _("제목 가나다순")))


class _Entry(NamedTuple):
    """A tagged page before it is read: what it is, when, and its place in the order of titles of its kind."""

    kind: str
    pk: int
    date: datetime.date | None
    name: str


@dataclass(frozen=True)
class TaggedItem:
    """A row of the list: the page, its kind, and the template that shows it."""

    page: Any
    kind: TaggedKind


@dataclass(frozen=True)
class KindLink:
    """A kind among the tagged items with their number; `url` lists that kind alone."""

    label: str | Promise
    count: int
    url: str
    selected: bool


def tag_page_context(tag: Tag, request: HttpRequest) -> dict[str, Any] | None:
    """Context of a tag's page: tag, listing (without items), rows, kinds. None where the viewer sees fewer than two."""
    kinds = {kind.key: kind for kind in tagged_kinds(request.user)}
    entries = [entry for kind in kinds.values() for entry in _entries(kind, tag)]
    if len(entries) < PUBLIC_TAG_MINIMUM:
        return None
    found = {entry.kind for entry in entries}
    chosen = request.GET.get("kind", "")
    chosen = chosen if chosen in found else ""
    sort = next((value for value, _label in SORTS if value == request.GET.get("sort")), SORTS[0][0])
    shown = _sorted([entry for entry in entries if not chosen or entry.kind == chosen], sort)
    page = nearest_page(Paginator(shown, PER_PAGE), request.GET.get("page", ""))
    listing = Listing(
        page=page,
        total=len(shown),
        groups=[],
        chips=[],
        clear_url=request.path,
        base_query=_query(chosen, sort),
        sorts=[SortLink(v, label, _address(request.path, chosen, v), v == sort) for v, label in SORTS],
    )
    return {
        "tag": tag,
        "listing": listing,
        "rows": _read(list(page.object_list), kinds),
        "kinds": _kind_links(request.path, kinds, entries, chosen, sort),
    }


def _entries(kind: TaggedKind, tag: Tag) -> list[_Entry]:
    tagged = kind.through._default_manager.filter(tag=tag).values("content_object_id")
    rows = kind.items.filter(pk__in=tagged).annotate(order_name=name_order("title")).order_by("-date", "-pk")
    return [_Entry(kind.key, *row) for row in rows.values_list("pk", "date", "order_name")]


def _sorted(entries: list[_Entry], sort: str) -> list[_Entry]:
    if sort == "title":
        return sorted(entries, key=lambda entry: (entry.name, entry.pk))
    dated = [entry for entry in entries if entry.date]
    undated = [entry for entry in entries if not entry.date]
    return sorted(dated, key=lambda entry: (entry.date, entry.pk), reverse=sort == "date") + undated


def _read(entries: list[_Entry], kinds: dict[str, TaggedKind]) -> list[TaggedItem]:
    """The pages of these entries, in their order."""
    pages: dict[tuple[str, int], Any] = {}
    for key, kind in kinds.items():
        if ids := [entry.pk for entry in entries if entry.kind == key]:
            rows = kind.prepare(list(kind.items.filter(pk__in=ids)))
            pages.update({(key, row.pk): row for row in rows})
    found = [(entry, pages.get((entry.kind, entry.pk))) for entry in entries]
    return [TaggedItem(page, kinds[entry.kind]) for entry, page in found if page is not None]


def _kind_links(
    path: str, kinds: dict[str, TaggedKind], entries: list[_Entry], chosen: str, sort: str
) -> list[KindLink]:
    links = [KindLink(_("모두"), len(entries), _address(path, "", sort), not chosen)]
    for key, kind in kinds.items():
        if count := sum(entry.kind == key for entry in entries):
            links.append(KindLink(kind.label, count, _address(path, key, sort), key == chosen))
    return links


def _query(kind: str, sort: str) -> str:
    query = QueryDict(mutable=True)
    if kind:
        query["kind"] = kind
    if sort != SORTS[0][0]:
        query["sort"] = sort
    return query.urlencode()


def _address(path: str, kind: str, sort: str) -> str:
    query = _query(kind, sort)
    return f"{path}?{query}" if query else path
