"""A small page tree and an isolated registry for the tests of the synchronisation."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from wagtail.models import Collection, Locale, Page, Site

from search import registry
from search.models import IndexJob
from tests.search.fakes import FileKind, MemoryEngine, PageKind, TagKind

MakePage = Callable[..., Page]


@pytest.fixture(autouse=True)
def data_dir(tmp_path, settings):
    """Locks and indexes of every test in a directory of its own."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def registered() -> Iterator[registry.Registry]:
    """The registry of this test: nothing of the real content."""
    with registry.isolated() as isolated:
        yield isolated


@pytest.fixture
def pages(registered) -> PageKind:
    kind = PageKind()
    registry.register(kind)
    return kind


@pytest.fixture
def tags(registered) -> TagKind:
    kind = TagKind()
    registry.register(kind)
    return kind


@pytest.fixture
def files(registered) -> FileKind:
    kind = FileKind()
    registry.register(kind)
    return kind


@pytest.fixture
def engine() -> MemoryEngine:
    return MemoryEngine()


@pytest.fixture
def home(db) -> Page:
    """The live root of the default site, in a tree that has nothing else; no job is waiting."""
    Locale.objects.get_or_create(language_code="ko")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    home = root.add_child(title="Start", slug="start")
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True)
    IndexJob.objects.all().delete()
    return home


@pytest.fixture
def add(home: Page) -> MakePage:
    """Make a page below ``parent`` (the home page): ``add("cases", parent)``."""

    def add(slug: str, parent: Page | None = None, **values) -> Page:
        parent = Page.objects.get(pk=(parent or home).pk)
        return parent.add_child(instance=Page(title=values.pop("title", slug), slug=slug, **values))

    return add
