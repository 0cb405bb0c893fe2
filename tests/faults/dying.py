"""Does the worker's work once and dies by SIGKILL at a named step: ``python -m tests.faults.dying STEP``.

Ends with 0 when it got to the end without meeting the step.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

#: name -> (where the function lives, its name, at which call, before or after it)
STEPS: dict[str, tuple[str, str, int, str]] = {
    "noted jobs": ("search.drain", "_note", 1, "after"),
    "built records": ("search.drain", "_build", 1, "after"),
    "wrote rows": ("search.drain:rows", "write", 1, "after"),
    "removed jobs, not committed": ("search.drain:outbox", "remove", 1, "after"),
    "committed a batch": ("search.drain", "_commit", 1, "after"),
    "announced a feed": ("search.feed:states", "begin", 1, "after"),
    "embedded: passages written": ("search.engines.embedded_files", "_write_part", 1, "after"),
    "embedded: documents written": ("search.engines.embedded_files", "_write_part", 2, "after"),
    "embedded: cursor not yet noted": ("search.feed:states", "finish", 1, "before"),
    "embedded: cursor noted": ("search.feed:states", "finish", 1, "after"),
    "elasticsearch: documents written": ("search.engines.elastic:ElasticEngine", "_bulk", 1, "after"),
    "elasticsearch: passages written": ("search.engines.elastic:ElasticEngine", "_bulk", 2, "after"),
    "elasticsearch: removals written": ("search.engines.elastic:ElasticEngine", "_bulk", 3, "after"),
    "elasticsearch: cursor written": ("search.engines.elastic:ElasticEngine", "_bulk", 4, "after"),
    "elasticsearch: refreshed": ("search.engines.elastic:ElasticEngine", "_refresh", 1, "after"),
    "elasticsearch: cursor not yet noted": ("search.feed:states", "finish", 2, "before"),
    "elasticsearch: cursor noted": ("search.feed:states", "finish", 2, "after"),
}

#: The same while an index is built anew.
BUILD_STEPS: dict[str, tuple[str, str, int, str]] = {
    "build begun": ("search.engines.elastic:ElasticEngine", "begin_build", 1, "after"),
    "build half filled": ("search.engines.elastic:ElasticEngine", "_bulk", 2, "after"),
    "build filled": ("search.feed", "_fill", 1, "after"),
    "build promoted, not noted": ("search.engines.elastic:ElasticEngine", "promote", 1, "after"),
    "build noted": ("search.feed:states", "take_over", 1, "after"),
}


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(step: str) -> None:
    """Replace the function of this step by one that does its work and dies, before or after."""
    import importlib

    place, name, call, moment = {**STEPS, **BUILD_STEPS}[step]
    module, _, owner_name = place.partition(":")
    owner: Any = importlib.import_module(module)
    owner = getattr(owner, owner_name) if owner_name else owner
    real: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def deadly(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call and moment == "before":
            die()
        result = real(*args, **kwargs)
        if calls == call and moment == "after":
            die()
        return result

    setattr(owner, name, deadly)


def main(step: str) -> None:
    django.setup()
    from search.drain import drain_once
    from search.engines import elastic_engine, embedded_engine
    from search.feed import build as build_anew
    from search.feed import feed_once, promote

    arm(step)
    while drain_once():
        pass
    elastic = elastic_engine()
    assert elastic is not None
    for engine in (embedded_engine(), elastic):
        while feed_once(engine):
            pass
    if step in BUILD_STEPS:
        build_anew(elastic)
        promote(elastic)


if __name__ == "__main__":
    main(sys.argv[1])
