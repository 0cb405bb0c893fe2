"""A portal on a real Elasticsearch that the test may kill, hang and start again, with workers as processes."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection

from deploy.run import elasticsearch
from search.consistency import Differences, check
from search.engines import all_engines, elastic_client, elastic_engine
from search.models import IndexJob, SearchDocument
from search.sync import SyncTimeout, sync_all

MAJORS = tuple(elasticsearch.RELEASES)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs real servers and time: `make test-faults` asks for it."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session", params=MAJORS, ids=lambda major: f"elasticsearch{major}")
def node(request) -> Iterator[elasticsearch.Node]:
    """One server of each major version."""
    with elasticsearch.node(request.param) as one:
        yield one


def on_test_database(**extra: str) -> dict[str, str]:
    """The environment of another process on the database of this test."""
    database = connection.settings_dict
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", **extra}
    if connection.vendor == "sqlite":
        env["DATABASE_URL"] = f"sqlite:///{database['NAME']}"
    else:
        host = database["HOST"] or database["OPTIONS"].get("host", "")
        user = f"{database['USER']}:{database['PASSWORD']}"
        port = f"&port={database['PORT']}" if database["PORT"] else ""
        env["DATABASE_URL"] = f"postgresql://{user}@/{database['NAME']}?host={host}{port}"
    return env


@dataclass
class Portal:
    """The installation under test; ``env`` is that of its processes."""

    env: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a Python program of ours beside the test."""
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=django_settings.BASE_DIR,
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def worker(self, only: str) -> subprocess.Popen[bytes]:
        return self.run("-m", "django", "worker", "--only", only)

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()

    def differences(self) -> dict[str, Differences]:
        """What each index has otherwise than the database, by a full comparison."""
        return {engine.name: check(engine, patience=0) for engine in all_engines()}

    def settle(self, patience: float = 60.0) -> float:
        """Wait until every job is served and every index has every row; seconds that took."""
        begun = time.monotonic()
        while IndexJob.objects.exists() or any(self.behind(engine) for engine in all_engines()):
            if time.monotonic() - begun > patience:
                raise SyncTimeout("the workers do not get there")
            time.sleep(0.1)
        return time.monotonic() - begun

    @staticmethod
    def behind(engine) -> bool:
        last = SearchDocument.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
        try:
            return engine.cursor() < last
        except Exception:
            return True


@pytest.fixture
def site(transactional_db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("setup_site", verbosity=0)


MakePortal = Callable[..., Portal]


@pytest.fixture
def make_portal(site, settings, tmp_path) -> Iterator[MakePortal]:
    """A portal whose cluster is at these addresses; everything so far is indexed."""
    made: list[Portal] = []

    def make(*urls: str) -> Portal:
        prefix = f"faults-{secrets.token_hex(4)}"
        settings.ELASTICSEARCH_URL = ",".join(urls)
        settings.ELASTICSEARCH = {
            **settings.ELASTICSEARCH,
            "HOSTS": list(urls),
            "INDEX_PREFIX": prefix,
            "WRITE_SECONDS": 5.0,
        }
        env = on_test_database(
            DATA_DIR=str(tmp_path),
            ELASTICSEARCH_URL=settings.ELASTICSEARCH_URL,
            ELASTICSEARCH_INDEX_PREFIX=prefix,
            ELASTICSEARCH_WRITE_SECONDS="5",
        )
        made.append(Portal(env))
        sync_all()
        return made[-1]

    yield make
    for portal in made:
        portal.end()
    engine = elastic_engine()
    if engine is not None:
        engine.drop()
    elastic_client.shared_client.cache_clear()


@pytest.fixture
def portal(make_portal, node) -> Portal:
    if not node.answers():
        node.start()
        node.wait()
    return make_portal(node.url)


@pytest.fixture
def tell(request) -> Callable[[str], None]:
    """Print a line of figures whatever pytest captures."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    return lambda line: reporter.write_line(f"\n{request.node.name}: {line}")
