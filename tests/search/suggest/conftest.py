from __future__ import annotations

from tests.search.answers.conftest import shelve, shelves

__all__ = ["shelve", "shelves"]
