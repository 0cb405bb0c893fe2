from __future__ import annotations

from collections.abc import Callable

import pytest

from search.models import Synonym
from tests.search.answers.conftest import shelve, shelves  # noqa: F401  (fixtures)
from tests.search.engines.conftest import open_engine  # noqa: F401  (fixture)


@pytest.fixture
def synonym(db) -> Callable[..., Synonym]:
    """A synonym as its form saves it; ``live``: applied as it is written."""

    def make(
        word: str, *others: str, both_ways: bool = True, live: bool = True, examples: str = ""
    ) -> Synonym:
        item = Synonym(word=word, others="\n".join(others), both_ways=both_ways, examples=examples)
        item.full_clean()
        if live:
            item.applied = item.content
        item.save()
        return item

    return make
