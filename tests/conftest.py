"""What holds for every test: nothing is skipped, nothing is expected to fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

NOT_RUN: list[str] = []


def pytest_sessionstart() -> None:
    # WhiteNoise warns about a missing folder, and a warning is a failure.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped or hasattr(report, "wasxfail"):
        NOT_RUN.append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        NOT_RUN.append(report.nodeid)


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests() -> None:
    """Wagtail keeps pictures and addresses in the cache by primary keys, which tests use again."""
    cache.clear()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that is skipped or expected to fail proves nothing: such a run has failed."""
    if NOT_RUN and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for nodeid in NOT_RUN:
        terminalreporter.write_line(f"NOT ALLOWED: {nodeid} was skipped or expected to fail", red=True)
