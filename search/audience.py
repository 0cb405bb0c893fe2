"""Who may see what, as one key per document.

A key is the AND of every restriction that applies to a page or collection and its ancestors, in one
canonical form: ``public``, ``login``, ``g3|g5&g7`` (in group 3 or 5, and in group 7), ``nobody`` (superusers
only). What lies behind a shared password has no key (None) and is never indexed. The meaning is exactly that of
Wagtail's ``get_view_restrictions`` and ``accept_request``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, Q
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.models.view_restrictions import BaseViewRestriction
from wagtail.query import PageQuerySet

from search.models import AudienceKey

PUBLIC = "public"
LOGIN = "login"
NOBODY = "nobody"

#: One restriction: its type and its groups.
Rule = tuple[str, frozenset[int]]
PageT = TypeVar("PageT", bound=Page)


@dataclass(frozen=True)
class Viewer:
    """A user as far as restrictions ask."""

    authenticated: bool = False
    superuser: bool = False
    groups: frozenset[int] = frozenset()

    @classmethod
    def of(cls, user: Any) -> Viewer:
        """From a user, an anonymous user or None. One query for the groups of an ordinary user."""
        if isinstance(user, Viewer):
            return user
        if user is None or not user.is_authenticated:
            return cls()
        if user.is_superuser:
            return cls(authenticated=True, superuser=True)
        return cls(authenticated=True, groups=frozenset(user.groups.values_list("pk", flat=True)))

    def satisfies(self, key: str | None) -> bool:
        """Whether this viewer may see what carries ``key``. Nobody satisfies None or a malformed key."""
        if key == PUBLIC:
            return True
        if not key or not self.authenticated:
            return False
        clauses = _parse(key)
        if self.superuser:
            return clauses is not None
        return clauses is not None and all(self.groups & clause for clause in clauses)


# --- keys -------------------------------------------------------------------------------------------------


def canonical(rules: Iterable[Rule]) -> str | None:
    """The key of all ``rules`` together; None when a shared password is among them."""
    login = False
    clauses: set[frozenset[int]] = set()
    for kind, groups in rules:
        if kind == BaseViewRestriction.PASSWORD:
            return None
        if kind == BaseViewRestriction.LOGIN:
            login = True
        elif kind == BaseViewRestriction.GROUPS:
            clauses.add(groups)
    if clauses:
        return _format(clauses)
    return LOGIN if login else PUBLIC


def combine(*keys: str | None) -> str | None:
    """The key of a document under several keys, such as an attachment's collection and its page."""
    clauses: set[frozenset[int]] = set()
    for key in keys:
        parsed = _parse(key) if key else None
        if parsed is None:
            return None
        clauses |= parsed
    if clauses:
        return _format(clauses)
    return LOGIN if LOGIN in keys else PUBLIC


def _format(clauses: set[frozenset[int]]) -> str:
    # Who is in one of {3} is also in one of {3, 5}: a clause that contains another adds nothing.
    needed = [clause for clause in clauses if not any(other < clause for other in clauses)]
    if frozenset() in needed:
        return NOBODY
    return "&".join(
        "|".join(f"g{pk}" for pk in clause) for clause in sorted(sorted(clause) for clause in needed)
    )


def _parse(key: str) -> set[frozenset[int]] | None:
    """The group clauses of a key (none for public and login); None when the key is malformed."""
    if key in (PUBLIC, LOGIN):
        return set()
    if key == NOBODY:
        return {frozenset()}
    try:
        return {
            frozenset(int(name.removeprefix("g")) for name in clause.split("|")) for clause in key.split("&")
        }
    except ValueError:
        return None


def viewer_keys(user: Any, existing_keys: Iterable[str] | None = None) -> list[str]:
    """The keys this user satisfies, out of ``existing_keys`` or all that exist; ``public`` always."""
    viewer = Viewer.of(user)
    if not viewer.authenticated:
        return [PUBLIC]
    if existing_keys is None:
        existing_keys = AudienceKey.objects.values_list("key", flat=True)
    return sorted({PUBLIC, *(key for key in existing_keys if viewer.satisfies(key))})


# --- rules in the tree ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TreeRules:
    """The rules of a tree by the materialised path they are set on. ``steplen``: characters per level."""

    by_path: Mapping[str, tuple[Rule, ...]]
    steplen: int

    def audience(self, path: str) -> str | None:
        """The key of the node at ``path``."""
        if not self.by_path:
            return PUBLIC
        ends = range(self.steplen, len(path) + 1, self.steplen)
        return canonical(rule for end in ends for rule in self.by_path.get(path[:end], ()))

    def closed_paths(self, viewer: Viewer) -> list[str]:
        """Roots of the subtrees that ``viewer`` may not see, without those inside another."""
        closed = sorted(
            path for path, rules in self.by_path.items() if not viewer.satisfies(canonical(rules))
        )
        roots: list[str] = []
        for path in closed:
            if not roots or not path.startswith(roots[-1]):
                roots.append(path)
        return roots


_held: ContextVar[list[TreeRules] | None] = ContextVar("held page rules", default=None)


@contextmanager
def held_rules() -> Iterator[None]:
    """Read the rules of the page tree once for everything inside: for requests that only read."""
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def page_rules() -> TreeRules:
    """The rules of the page tree, or those held for this request."""
    held = _held.get()
    if held:
        return held[0]
    rules = _read_page_rules()
    if held is not None:
        held.append(rules)
    return rules


def _read_page_rules() -> TreeRules:
    """One query; one more for aliases when there is any restriction.

    As in Wagtail an alias has the restrictions of its source and none of its own.
    """
    by_page, paths = _load(PageViewRestriction, "page")
    if not by_page:
        return TreeRules({}, Page.steplen)
    aliases = {
        pk: (path, source)
        for pk, path, source in Page.objects.exclude(alias_of=None).values_list("pk", "path", "alias_of_id")
    }
    by_path = {paths[pk]: rules for pk, rules in by_page.items() if pk not in aliases}
    for path, source in aliases.values():
        seen: set[int] = set()
        while source in aliases and source not in seen:
            seen.add(source)
            source = aliases[source][1]
        if source in by_page:
            by_path[path] = by_page[source]
    return TreeRules(by_path, Page.steplen)


def collection_rules() -> TreeRules:
    """The rules of the collection tree. One query."""
    by_collection, paths = _load(CollectionViewRestriction, "collection")
    return TreeRules({paths[pk]: rules for pk, rules in by_collection.items()}, Collection.steplen)


@cache
def _statement(model: type[Model], owner: str, vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The same question for every request: putting it into SQL would cost more than its answer."""
    rows = model._default_manager.values_list(
        "pk", "restriction_type", f"{owner}_id", f"{owner}__path", "groups__pk"
    )
    sql, parameters = rows.query.sql_with_params()
    return sql, tuple(parameters)


def _load(model: type[Model], owner: str) -> tuple[dict[int, tuple[Rule, ...]], dict[int, str]]:
    """Rules and paths by the id of the page or collection."""
    with connection.cursor() as cursor:
        cursor.execute(*_statement(model, owner, connection.vendor))
        rows = cursor.fetchall()
    groups: dict[tuple[int, int, str], set[int]] = defaultdict(set)
    paths: dict[int, str] = {}
    for pk, kind, owner_id, path, group in rows:
        paths[owner_id] = path
        groups[owner_id, pk, kind].update([group] if group is not None else [])
    rules: dict[int, list[Rule]] = defaultdict(list)
    for (owner_id, _pk, kind), found in groups.items():
        rules[owner_id].append((kind, frozenset(found)))
    return {owner_id: tuple(found) for owner_id, found in rules.items()}, paths


# --- pages and collections --------------------------------------------------------------------------------


def page_audience(page: Page) -> str | None:
    """The key of one page; for many use ``page_audiences``."""
    return page_rules().audience(page.path)


def page_audiences(pages: Iterable[Page]) -> dict[int, str | None]:
    """Page id -> key, in two queries for any number of pages."""
    rules = page_rules()
    return {page.pk: rules.audience(page.path) for page in pages}


def collection_audiences(collection_ids: Iterable[int]) -> dict[int, str | None]:
    """Collection id -> key, in two queries for any number of collections."""
    rules = collection_rules()
    paths = Collection.objects.filter(pk__in=set(collection_ids)).values_list("pk", "path")
    return {pk: rules.audience(path) for pk, path in paths}


def visible_pages(queryset: PageQuerySet[PageT], viewer: Any) -> PageQuerySet[PageT]:
    """Only the live pages of ``queryset`` that this user may see; nothing behind a shared password.

    Costs one query for the restrictions of the whole tree, one more for aliases and one for a signed-in user's
    groups when there are any, however many pages there are.
    """
    hidden = Q()
    for path in page_rules().closed_paths(Viewer.of(viewer)):
        hidden |= Q(path__startswith=path)
    visible = queryset.filter(live=True)
    return visible.exclude(hidden) if hidden else visible


def visible_page_ids(ids: Iterable[int], viewer: Any) -> set[int]:
    """Those of the page ids that are live and that this user may see: ``Searchable.visible`` for pages."""
    return set(visible_pages(Page.objects.filter(pk__in=list(ids)), viewer).values_list("pk", flat=True))
