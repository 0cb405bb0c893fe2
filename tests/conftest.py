"""What holds for every test: nothing is skipped, nothing is expected to fail; SQLite is migrated once and copied."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import ExitStack, closing
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_django
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from deploy.run.layout import BUILD_DIR, ROOT
from deploy.run.stamps import digest
from portal.audit import protection
from search import facets
from search.suggest import source

NOT_RUN: list[str] = []
HOUR_OF_TESTS = time(14)
#: What asks the database here finds the same on SQLite and on PostgreSQL: no locks, no raw statements, no odd texts.
SAME_ON_BOTH = (
    *(
        f"tests/{room}/"
        for room in ("api", "attachments", "districts", "expo", "guidance", "home", "lectures")
    ),
    *("tests/machines/", "tests/report/", "tests/test_desk_limits.py", "tests/test_every_screen.py"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--beside-postgresql",
        action="store_true",
        help="leave out what asks the database, finds the same on PostgreSQL and is run there",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Every run begins at the last two in the afternoon: no day ends during the tests, no quiet hour comes.

    Many tests compare what is to come with today, and the worker checks the index at night.
    Servers of their own go by the machine's clock, so runs that drive them stay with it.
    """
    if config.option.markexpr in ("e2e", "faults", "elasticsearch"):
        return
    now = datetime.now(ZoneInfo("Asia/Seoul"))
    begun = datetime.combine(now.date(), HOUR_OF_TESTS, now.tzinfo)
    if begun > now:
        begun -= timedelta(days=1)
    earlier = ExitStack()
    earlier.enter_context(time_machine.travel(begun, tick=True))
    config.add_cleanup(earlier.close)


def pytest_sessionstart() -> None:
    # WhiteNoise warns about a missing folder, and a warning is a failure.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks the database is run: the rest finds the same there. See --beside-postgresql."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        elsewhere = [item for item in items if not _asks_the_database(item)]
    elif config.getoption("--beside-postgresql"):
        elsewhere = [
            item for item in items if item.nodeid.startswith(SAME_ON_BOTH) and _asks_the_database(item)
        ]
    else:
        return
    config.hook.pytest_deselected(items=elsewhere)
    dropped = set(elsewhere)
    items[:] = [item for item in items if item not in dropped]


def _asks_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("e2e") or item.get_closest_marker("faults"):
        return True
    return bool(item.get_closest_marker("django_db")) or "django_db_setup" in getattr(
        item, "fixturenames", ()
    )


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped or hasattr(report, "wasxfail"):
        NOT_RUN.append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        NOT_RUN.append(report.nodeid)


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests() -> None:
    """Wagtail keeps pictures and addresses in the cache by primary keys, which tests use again.

    The language of the last request stays with the thread, and addresses follow it.
    """
    cache.clear()
    translation.deactivate()
    facets.forget()
    source.forget()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that is skipped or expected to fail proves nothing: such a run has failed."""
    if NOT_RUN and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for nodeid in NOT_RUN:
        terminalreporter.write_line(f"NOT ALLOWED: {nodeid} was skipped or expected to fail", red=True)


def _template() -> Path | None:
    """A migrated database for these migrations and packages, which need not be there yet; None on a server."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return None
    apps = ("portal", "lectures", "districts", "search", "home")
    migrations = [path for app in apps for path in sorted((ROOT / app).rglob("migrations/*.py"))]
    key = digest([ROOT / "deploy" / "locks" / "runtime.txt", *migrations], ROOT)
    return BUILD_DIR / "test" / f"{key[:20]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Start from the template where there is one: Django then finds nothing to migrate."""
    template = _template()
    if template is None or not template.exists():
        return False
    shutil.copyfile(template, settings.DATABASES["default"]["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """Keep the first migrated database as the template of later ones.

    Tests lay out rows by emptying tables, which the audit log refuses: its triggers are tried in tests/audit.
    """
    template = _template()
    if template is not None and not template.exists():
        template.parent.mkdir(parents=True, exist_ok=True)
        for old in template.parent.glob("*.sqlite3"):
            old.unlink(missing_ok=True)
        fresh = template.with_name(f"{template.name}.{os.getpid()}")
        source = settings.DATABASES["default"]["TEST"]["NAME"]
        with closing(sqlite3.connect(source)) as migrated, closing(sqlite3.connect(fresh)) as copy:
            migrated.backup(copy)
        fresh.replace(template)
    with django_db_blocker.unblock():
        protection.take_down(connection)


@pytest.fixture(scope="session")
def scenes(tmp_path_factory):
    """States of database and data directory that many tests start from (tests.factories.scenes)."""
    from tests.factories.scenes import Scenes

    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own) / "scenes"
    folder.mkdir(exist_ok=True)
    return Scenes(folder)


@pytest.fixture
def own_data(settings, tmp_path):
    """A data directory of the test's own."""
    folder = tmp_path / "data"
    folder.mkdir()
    settings.DATA_DIR, settings.MEDIA_ROOT = folder, folder / "media"
    return folder


@pytest.fixture
def fixed_site(db, own_data, scenes):
    """What setup_site makes: the fixed pages, districts, roles."""
    scenes.enter("fixed", lambda: call_command("setup_site", verbosity=0))


@pytest.fixture
def desk(db, own_data, scenes):
    """An editor of one district, and what belongs to others (tests.factories.desk)."""
    from tests.factories.desk import make_desk

    return scenes.enter("desk", make_desk)


@pytest.fixture
def shown(db, own_data, scenes):
    """A small public site, indexed (tests.factories.shown)."""
    from tests.factories.shown import make_shown

    return scenes.enter("shown", lambda: _indexed(make_shown()))


@pytest.fixture
def hidden(shown, scenes):
    """Beside `shown` one of everything that not everybody may see, indexed (tests.factories.hidden)."""
    from tests.factories.hidden import hide_everything

    return scenes.enter("hidden", lambda: _indexed(hide_everything(shown)))


def _indexed(made):
    from search.sync import sync_all

    sync_all()
    return made


@pytest.fixture
def editor(desk):
    """The browser of that editor; errors of ours are answers of status 500."""
    from django.test import Client

    client = Client(raise_request_exception=False)
    client.force_login(desk.editor)
    return client
