"""kill -9 at every boundary between two steps: whatever is left behind, the next worker puts right."""

from __future__ import annotations

import itertools
import signal

import pytest

from districts.models import CaseStudy
from search.models import IndexJob
from search.sync import sync_all
from tests.factories.site import make_case, make_district, restrict
from tests.faults.dying import BUILD_STEPS, STEPS

_rounds = itertools.count(1)


def change_something() -> None:
    """One of each: a new page, one edited, one withdrawn, one deleted, one closed to strangers."""
    number = next(_rounds)
    make_case(f"{number}번째 새 사례", district=make_district())
    for place in range(4):
        make_case(f"{number}번째 덤 {place}")
    pages = list(CaseStudy.objects.filter(live=True).order_by("?")[:4])
    pages[0].title = f"{number}번째로 고친 사례"
    pages[0].save_revision().publish()
    pages[1].unpublish()
    pages[2].delete()
    if not pages[3].get_view_restrictions().exists():
        restrict(pages[3])


def test_nothing_is_lost_or_left_wherever_the_worker_dies(portal, tell):
    for number in range(12):
        make_case(f"사례 {number}")
    sync_all()
    for step in STEPS:
        change_something()
        process = portal.run("-m", "tests.faults.dying", step)
        assert process.wait(120) == -signal.SIGKILL, f"the worker did not meet the step {step!r}"
        sync_all()
        differences = portal.differences()
        assert not any(differences.values()), (step, differences)
        assert not IndexJob.objects.exists()
    tell(f"{len(STEPS)} kills, 0 differences")


def test_a_build_that_dies_serves_nobody_and_is_built_again(portal, tell):
    from search.engines import elastic_engine

    for number in range(5):
        make_case(f"사례 {number}")
    sync_all()
    engine = elastic_engine()
    serving = engine._builds.serving()
    for step in BUILD_STEPS:
        change_something()
        process = portal.run("-m", "tests.faults.dying", step)
        assert process.wait(120) == -signal.SIGKILL, f"the worker did not meet the step {step!r}"
        promoted = step in ("build promoted, not noted", "build noted")
        assert (engine._builds.serving() != serving) == promoted, step
        sync_all()
        differences = portal.differences()
        assert not any(differences.values()), (step, differences)
        serving = engine._builds.serving()
    tell(f"{len(BUILD_STEPS)} kills while building, 0 differences")


@pytest.mark.parametrize("only", ["index", "elasticsearch"])
def test_workers_that_are_killed_again_and_again_get_there(portal, only):
    others = {"index": "elasticsearch", "elasticsearch": "index"}
    portal.worker(others[only])
    for number in range(4):
        make_case(f"{number}번째 사례")
        process = portal.worker(only)
        with pytest.raises(Exception, match="timed out"):
            process.wait(1.0 + number)
        process.kill()
    portal.worker(only)
    portal.settle()
    assert not any(portal.differences().values())
