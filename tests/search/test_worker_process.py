"""The worker as it runs: a process of its own beside editors, found and gone within two seconds."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from districts.models import CaseStudy
from search.engines import get_engine
from search.engines.base import EngineQuery
from search.models import IndexJob
from tests.factories.site import make_case

pytestmark = pytest.mark.django_db(transaction=True)

LIMIT_SECONDS = 2.0


def environment(data_dir: Path) -> dict[str, str]:
    """Another process on the database of this test."""
    database = connection.settings_dict
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATA_DIR": str(data_dir)}
    if connection.vendor == "sqlite":
        (data_dir / "portal.sqlite3").symlink_to(database["NAME"])
        env.pop("DATABASE_URL", None)
    else:
        host = database["HOST"] or database["OPTIONS"].get("host", "")
        user = f"{database['USER']}:{database['PASSWORD']}"
        port = f"&port={database['PORT']}" if database["PORT"] else ""
        env["DATABASE_URL"] = f"postgresql://{user}@/{database['NAME']}?host={host}{port}"
    return env


@pytest.fixture
def site(home):
    call_command("setup_site", verbosity=0)
    IndexJob.objects.all().delete()


Start = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def start(data_dir, site) -> Iterator[Start]:
    """Start a worker on the test's database; it is ready when this returns."""
    env = environment(data_dir)
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "django", "worker", "--only", "index"]
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "worker: ready\n"
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def seconds_until(done: Callable[[], bool]) -> float:
    begun = time.monotonic()
    while not done():
        if time.monotonic() - begun > 30:
            return float("inf")
        time.sleep(0.02)
    return time.monotonic() - begun


def found(text: str) -> bool:
    return get_engine().search(EngineQuery(text, ("public",))).total > 0


def gone(text: str) -> bool:
    return not found(text)


def test_a_page_is_found_and_gone_within_two_seconds(start):
    worker = start()
    make_case("첫 사례")
    assert seconds_until(lambda: found("사례")) < 30
    up, down = [], []
    for word in ("스마트경로당", "자율주행", "디지털트윈"):
        with transaction.atomic():
            case = make_case(f"{word} 시범")
        up.append(seconds_until(partial(found, word)))
        with transaction.atomic():
            CaseStudy.objects.get(pk=case.pk).unpublish()
        down.append(seconds_until(partial(gone, word)))
    assert statistics.median(up) < LIMIT_SECONDS
    assert statistics.median(down) < LIMIT_SECONDS
    worker.send_signal(signal.SIGTERM)
    output, _ = worker.communicate(timeout=20)
    assert output.endswith("worker: stopped\n")
    assert worker.returncode == 0
    assert "failed" not in output


def test_a_killed_worker_loses_nothing(start):
    start().kill()
    make_case("죽은 사이에 낸 사례")
    start()
    assert seconds_until(lambda: found("사이")) < 30


def test_two_workers_do_the_work_of_one(start):
    workers = [start(), start()]
    for number in range(10):
        make_case(f"겹침 {number}")
    assert seconds_until(lambda: get_engine().search(EngineQuery("겹침", ("public",))).total == 10) < 30
    for worker in workers:
        worker.send_signal(signal.SIGINT)
    for worker in workers:
        output, _ = worker.communicate(timeout=20)
        assert worker.returncode == 0
        assert "failed" not in output
    assert not IndexJob.objects.exists()
