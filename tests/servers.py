"""The real servers that tests ask for: those that `make test` has started, else some of our own."""

from __future__ import annotations

import atexit
import os
from contextlib import ExitStack
from functools import cache

from deploy.run import elasticsearch

_own = ExitStack()
atexit.register(_own.close)

MAJORS = tuple(elasticsearch.RELEASES)


@cache
def elasticsearch_url(major: int) -> str:
    """The address of a server of this major version. Raises NoServer."""
    return os.environ.get(f"TEST_ELASTICSEARCH_{major}") or _own.enter_context(elasticsearch.node(major)).url
