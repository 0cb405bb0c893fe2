"""One change that reaches many documents, expanded when its job is served: everything is committed by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection, Page

from search import registry
from search.audience import TreeRules, page_rules
from search.models import SearchDocument
from search.outbox import COLLECTION, DEPENDANTS, SUBTREE

#: (job source, object id)
JobRef = tuple[str, int]

_PAGE_COLUMNS = ("pk", "path", "depth", "url_path", "live", "content_type_id")


def is_fanout(source: str) -> bool:
    return source in (SUBTREE, COLLECTION) or source.startswith(DEPENDANTS)


def expand(source: str, ids: Sequence[int]) -> Iterator[JobRef]:
    """The jobs that a fan-out job stands for."""
    if source == SUBTREE:
        yield from _subtree(ids)
    elif source == COLLECTION:
        yield from _collection_members(ids)
    else:
        yield from _dependants(source.removeprefix(DEPENDANTS), ids)


def _subtree(ids: Sequence[int]) -> Iterator[JobRef]:
    """The pages that differ and what depends on them: a lecture made private leaves its speaker's text."""
    models = registry.current().dependants
    for page in changed_pages(ids):
        yield registry.PAGE_SOURCE, page.pk
        if page.specific_class in models:
            yield f"{DEPENDANTS}{page.specific_class._meta.label_lower}", page.pk


def _dependants(label: str, ids: Sequence[int]) -> Iterator[JobRef]:
    for fn in registry.current().dependants_of(label):
        for kind, object_id in fn(ids):
            yield registry.source_of_kind(kind), object_id


def _collection_members(ids: Sequence[int]) -> Iterator[JobRef]:
    paths = Collection.objects.filter(pk__in=ids).values_list("path", flat=True)
    below = {
        pk
        for path in paths
        for pk in Collection.objects.filter(path__startswith=path).values_list("pk", flat=True)
    }
    for searchable in registry.current().searchables:
        members = getattr(searchable, "ids_in_collections", None)
        if members is not None and below:
            yield from ((registry.source_of(searchable), pk) for pk in members(sorted(below)))


def changed_pages(roots: Iterable[int]) -> list[Page]:
    """The pages in these subtrees whose stored address, audience or liveness is not what it should be.

    The subtrees of aliases are part of it, because an alias has the restrictions of its source.
    """
    rules = page_rules()
    kinds = _kinds_by_content_type()
    changed: list[Page] = []
    for path in _subtree_paths(roots):
        pages = list(Page.objects.filter(path__startswith=path).only(*_PAGE_COLUMNS).order_by("path"))
        stored = _stored_states([page.pk for page in pages])
        changed.extend(page for page in pages if stored.get(page.pk) != _expected_state(page, rules, kinds))
    return changed


def _subtree_paths(roots: Iterable[int]) -> list[str]:
    """Paths of the roots and of all their aliases, without those inside another."""
    found: dict[int, str] = {}
    wave = set(roots)
    while wave:
        found.update(Page.objects.filter(pk__in=wave).values_list("pk", "path"))
        wave = set(Page.objects.filter(alias_of_id__in=wave).values_list("pk", flat=True)) - found.keys()
    outer: list[str] = []
    for path in sorted(found.values()):
        if not outer or not path.startswith(outer[-1]):
            outer.append(path)
    return outer


#: Kind, path of the address and audience of a document; None when the page has no document.
PageState = tuple[str, str, str] | None


def _stored_states(page_ids: Sequence[int]) -> dict[int, PageState]:
    kinds = [s.kind for s in registry.current().of_source(registry.PAGE_SOURCE)]
    states: dict[int, PageState] = {}
    for start in range(0, len(page_ids), 500):
        rows = SearchDocument.objects.filter(
            kind__in=kinds, object_id__in=page_ids[start : start + 500], deleted=False
        ).values_list("object_id", "kind", "url", "audience")
        states.update({pk: (kind, urlsplit(url).path, audience) for pk, kind, url, audience in rows})
    return states


def _expected_state(page: Page, rules: TreeRules, kinds: dict[int, str]) -> PageState:
    kind = kinds.get(page.content_type_id)
    audience = rules.audience(page.path)
    if kind is None or audience is None or not page.live:
        return None
    parts = page.get_url_parts()
    return (kind, parts[2] or "", audience) if parts else (kind, "", audience)


def _kinds_by_content_type() -> dict[int, str]:
    pages = registry.current().of_source(registry.PAGE_SOURCE)
    types = ContentType.objects.get_for_models(*(searchable.model for searchable in pages))
    return {types[searchable.model].pk: searchable.kind for searchable in pages}
