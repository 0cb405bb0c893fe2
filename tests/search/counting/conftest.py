"""Results to search in, and a log that is written when a test says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from search.counting.buffer import buffer
from search.limits import meter
from tests.search.answers.conftest import shelve, shelves  # noqa: F401  (fixtures)


@pytest.fixture(autouse=True)
def nothing_waiting() -> Iterator[None]:
    buffer.clear()
    meter.clear()
    yield
    buffer.clear()


@pytest.fixture
def reader() -> Client:
    return Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0.0.0 Safari/537.36")
