"""A portal on a real Elasticsearch that the test may kill, hang and start again, with workers as processes."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings

from deploy.run import elasticsearch
from search import facets
from search.drain import drain_once
from search.engines import elastic_client, elastic_engine
from search.engines.base import EngineUnavailable
from search.sync import sync_all
from tests.faults import database
from tests.faults.nursery import Nursery
from tests.faults.portal import Portal, environment
from tests.faults.stream import write_drafts

MakePortal = Callable[..., Portal]

#: Drafts that wait to be published, in every test.
PUBLISHES = 500


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs real servers and time: `python -m deploy.run faults` asks for it."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def major() -> int:
    """The major version of Elasticsearch; each run of pytest tries one."""
    return int(os.environ.get("FAULTS_ELASTICSEARCH") or min(elasticsearch.RELEASES))


@pytest.fixture(scope="session")
def node(major) -> Iterator[elasticsearch.Node]:
    with elasticsearch.node(major) as one:
        yield one


@pytest.fixture(scope="session")
def kept_database(request, django_db_blocker) -> Iterator[None]:
    """The site with its drafts, kept as a template that every test starts from; for long with ``--reuse-db``."""
    assert connection.vendor == "postgresql", (
        "several processes and a template need a PostgreSQL: DATABASE_URL"
    )
    reuse = request.config.getvalue("reuse_db")
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        kept = reuse and database.is_kept()
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=reuse)
        if not kept:
            _prepare()
            database.keep()
        yield
        connections.close_all()
        if not reuse:
            database.forget()
            connection.creation.destroy_test_db(name, verbosity=0)


def _prepare() -> None:
    call_command("setup_site", verbosity=0)
    write_drafts(PUBLISHES)
    while drain_once():
        pass


@pytest.fixture(scope="session")
def nursery(kept_database) -> Iterator[Nursery]:
    one = Nursery(environment())
    yield one
    one.close()


@contextmanager
def installations(nursery: Nursery, folder: Path) -> Iterator[MakePortal]:
    """A site as new; what it gives makes a portal whose cluster is at the given addresses, everything indexed."""
    database.put_back()
    cache.clear()
    facets.forget()
    with ExitStack() as undo:
        undo.callback(connections.close_all)

        def make(*urls: str) -> Portal:
            changed = {
                "DATA_DIR": str(folder),
                "MEDIA_ROOT": str(folder / "media"),
                "ELASTICSEARCH_URL": ",".join(urls),
                "ELASTICSEARCH": _cluster(urls),
            }
            undo.enter_context(override_settings(**{**changed, "DATA_DIR": folder, "MEDIA_ROOT": folder}))
            undo.callback(_leave_nothing)
            portal = Portal(nursery, folder, changed)
            undo.callback(portal.end)
            sync_all()
            return portal

        yield make


def _cluster(urls: tuple[str, ...]) -> dict[str, object]:
    from django.conf import settings

    own = {"HOSTS": list(urls), "INDEX_PREFIX": f"faults-{secrets.token_hex(4)}", "WRITE_SECONDS": 5.0}
    return {**settings.ELASTICSEARCH, **own}


def _leave_nothing() -> None:
    engine = elastic_engine()
    try:
        if engine is not None:
            engine.drop()
    except EngineUnavailable:
        pass  # A test may have ended its servers.
    elastic_client.shared_client.cache_clear()


@pytest.fixture
def make_portal(nursery, tmp_path) -> Iterator[MakePortal]:
    with installations(nursery, tmp_path) as make:
        yield make


@pytest.fixture(scope="module")
def make_portal_once(nursery, tmp_path_factory) -> Iterator[MakePortal]:
    """For the many small tests of a module, which leave the portal as they would like to find it."""
    with installations(nursery, tmp_path_factory.mktemp("portal")) as make:
        yield make


@pytest.fixture
def portal(make_portal, up) -> Portal:
    return make_portal(up.url)


@pytest.fixture
def up(node) -> elasticsearch.Node:
    """The server, started again when a test before has ended it."""
    if not node.answers():
        node.kill()
        node.start()
        node.wait()
    return node


@pytest.fixture
def tell(request) -> Callable[[str], None]:
    """Print a line of figures whatever pytest captures."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    capture = request.config.pluginmanager.get_plugin("capturemanager")

    def say(line: str) -> None:
        with capture.global_and_fixture_disabled():
            reporter.write_line(f"\n{request.node.name}: {line}")

    return say
