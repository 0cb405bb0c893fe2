"""A random life of a site, on the database and the embedded engine of this run."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.search.stateful.machine import Newsroom

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_search_says_what_is_true_after_anything(home):
    """The same few lives in every run; `python -m deploy.run faults` leads others, on PostgreSQL and Elasticsearch."""
    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=3,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
