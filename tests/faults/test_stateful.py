"""A random life of a site on PostgreSQL and Elasticsearch, whose server hangs now and then besides."""

from __future__ import annotations

import os
import secrets
import signal
from typing import Any

import pytest
from django.conf import settings as configured
from hypothesis import HealthCheck, settings
from hypothesis.stateful import rule, run_state_machine_as_test

from search.drain import drain_once
from search.engines import elastic_engine
from search.engines.base import EngineUnavailable
from search.engines.elastic_client import shared_client
from search.feed import feed_once
from tests.search.stateful.machine import Newsroom

#: Without STATEFUL_LIVES the same three lives in every run; with it as many, and others each time.
MORE = os.environ.get("STATEFUL_LIVES", "")
LIVES = int(MORE or 3)


def on(node: Any) -> type[Newsroom]:
    class Clustered(Newsroom):
        """Each life has indexes of its own on one server."""

        def engine_settings(self) -> dict[str, Any]:
            told = {
                "HOSTS": [node.url],
                "INDEX_PREFIX": f"life-{secrets.token_hex(4)}",
                "WRITE_SECONDS": 30.0,
            }
            return {"ELASTICSEARCH_URL": node.url, "ELASTICSEARCH": {**configured.ELASTICSEARCH, **told}}

        def leave(self) -> None:
            engine = elastic_engine()
            assert engine is not None
            engine.drop()

        @rule()
        def hang(self) -> None:
            """The server answers nothing; readers are answered all the same, what was to be fed waits."""
            drain_once()
            node.signal(signal.SIGSTOP)
            try:
                self.nobody_sees_what_they_must_not()
                engine = elastic_engine()
                assert engine is not None
                with pytest.raises(EngineUnavailable):
                    feed_once(engine)
            finally:
                node.signal(signal.SIGCONT)

        def settle(self) -> None:
            # Of these indexes alone: a test before may have left others without their data.
            engine = elastic_engine()
            assert engine is not None
            shared_client(engine.settings).cluster.health(
                index=f"{engine.settings.index_prefix}-*", wait_for_status="yellow", timeout="30s"
            )
            super().settle()

    return Clustered


def test_search_says_what_is_true_after_anything(portal, up, tell):
    run_state_machine_as_test(
        on(up),
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=30,
            derandomize=not MORE,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    tell(f"{LIVES} lives of up to 30 steps, 0 differences, 0 leaks")
