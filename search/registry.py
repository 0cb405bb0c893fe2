"""What search indexes: each app registers its searchables, what depends on a model, and what stays out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Model
from django.utils.translation import get_language
from wagtail.models import Page

from search.records import DocumentRecord

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The source of every page job: the page's specific class is looked up when the job is served.
PAGE_SOURCE = "page"

#: (kind, object id) of a document to index again.
DocumentRef = tuple[str, int]
Dependants = Callable[[Sequence[int]], Iterable[DocumentRef]]
#: From documents whose rows changed to those that are made from these rows.
Followers = Callable[[Sequence[DocumentRef]], Iterable[DocumentRef]]


class Searchable(Protocol):
    """How one kind of document gets into the index. Methods take many ids, so that none needs N+1 queries."""

    kind: str
    label: StrOrPromise
    model: type[Model]

    def build(self, ids: Sequence[int]) -> dict[int, DocumentRecord]:
        """Records of those eligible now (live, not behind a shared password); the others are left out."""
        ...

    def visible(self, ids: Sequence[int], viewer: Any) -> set[int]:
        """Those that this user may see now, by the database: the last check before a result is shown."""
        ...

    def all_ids(self) -> Iterable[int]:
        """Every eligible id."""
        ...


@dataclass(frozen=True)
class Parent:
    """What a document stands under: the page of an attachment."""

    title: str
    title_en: str
    url: str

    @property
    def shown_title(self) -> str:
        """In the language in use; Korean where there is no English one."""
        return self.title_en if get_language() == "en" and self.title_en else self.title


class ChildSearchable(Searchable, Protocol):
    """A searchable whose objects are shown under another document."""

    def parents(self, ids: Sequence[int], viewer: Any) -> dict[int, Parent]:
        """Where each stands, as far as this user may see it."""
        ...


class CollectionSearchable(Searchable, Protocol):
    """A searchable whose objects lie in collections, so that a collection's restriction reaches them."""

    def ids_in_collections(self, collection_ids: Sequence[int]) -> Iterable[int]: ...


@dataclass
class Registry:
    searchables: list[Searchable] = field(default_factory=list)
    dependants: dict[type[Model], list[Dependants]] = field(default_factory=lambda: defaultdict(list))
    excluded: dict[type[Model], str] = field(default_factory=dict)
    followers: list[Followers] = field(default_factory=list)

    def kinds(self) -> dict[str, Searchable]:
        """Kind -> searchable, in order of registration."""
        return {searchable.kind: searchable for searchable in self.searchables}

    def of_model(self, model: type[Model]) -> list[Searchable]:
        return [searchable for searchable in self.searchables if searchable.model is model]

    def of_source(self, source: str) -> list[Searchable]:
        return [searchable for searchable in self.searchables if source_of(searchable) == source]

    def dependants_of(self, label: str) -> list[Dependants]:
        return [
            fn for model, fns in self.dependants.items() if model._meta.label_lower == label for fn in fns
        ]


_registry = Registry(excluded={Page: "the root of the tree has no content"})


def current() -> Registry:
    return _registry


def register(searchable: Searchable) -> None:
    """Index the objects of ``searchable.model`` as documents of its kind; call it from ``AppConfig.ready``."""
    from search import signals

    _registry.searchables.append(searchable)
    signals.watch(searchable.model)


def register_dependant(model: type[Model], fn: Dependants) -> None:
    """When rows of ``model`` change, index again what ``fn(ids of those rows)`` yields as (kind, object id).

    ``fn`` is asked for the relations before the change (old foreign keys, rows about to be deleted) and again
    when the job is served. It must tolerate ids that no longer exist.
    """
    from search import signals

    _registry.dependants[model].append(fn)
    signals.watch(model)


def register_followers(fn: Followers) -> None:
    """When rows of documents change, index again what ``fn(their kinds and ids)`` yields: made from those rows."""
    _registry.followers.append(fn)


def exclude(model: type[Model], reason: str) -> None:
    """State that a page or snippet type is not searched, and why; otherwise the system check fails for it."""
    _registry.excluded[model] = reason


def source_of(searchable: Searchable) -> str:
    """The job source that leads to this searchable."""
    return PAGE_SOURCE if issubclass(searchable.model, Page) else searchable.model._meta.label_lower


def source_of_kind(kind: str) -> str:
    """The job source of a kind; raises KeyError for an unknown one."""
    return source_of(_registry.kinds()[kind])


@contextmanager
def isolated() -> Iterator[Registry]:
    """An empty registry in place of the real one, for tests."""
    global _registry
    kept, _registry = _registry, Registry()
    try:
        yield _registry
    finally:
        _registry = kept
