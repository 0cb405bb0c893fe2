"""``manage.py search_index build|promote|prune|status|check``: the versions of this host's index."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import consistency, feed, outbox, sync
from search.engines import get_engine
from search.engines.base import Engine, EngineUnavailable
from search.locks import LockTimeout
from search.status import database_status, engine_status

ERRORS = (EngineUnavailable, LockTimeout, feed.NotPromoted, sync.SyncTimeout)


class Command(BaseCommand):
    help = "Build, promote, prune and compare the search index of this host."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        build = actions.add_parser("build", help="read every object again, fill a new index and let it serve")
        build.add_argument(
            "--no-promote", action="store_true", help="leave the new index beside the serving one"
        )
        actions.add_parser("promote", help="let the newest finished build serve")
        actions.add_parser(
            "prune", help="delete every build but the serving one, and tombstones all have passed"
        )
        status = actions.add_parser("status", help="queue, lag, cursor, fingerprint, dead letters")
        status.add_argument("--json", action="store_true", help="as JSON")
        check = actions.add_parser("check", help="compare database and index; exit 1 on any difference")
        check.add_argument("--repair", action="store_true", help="put right what differs")
        for action in (status, check):
            action.add_argument(
                "--retry", action="store_true", help="first put failed jobs back in the queue"
            )

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if options.get("retry"):
            self.stdout.write(f"{outbox.retry_failed()} failed jobs are back in the queue")
        try:
            getattr(self, f"_{action}")(get_engine(), options)
        except ERRORS as error:
            raise CommandError(str(error)) from error

    def _build(self, engine: Engine, options: dict[str, Any]) -> None:
        self.stdout.write(f"{sync.enqueue_everything()} objects to read")
        sync.drain_all(time.monotonic() + 3600)
        build = feed.build(engine)
        self.stdout.write(f"{build.build}: {build.count()} documents")
        if not options["no_promote"]:
            self._promote(engine, options)

    def _promote(self, engine: Engine, options: dict[str, Any]) -> None:
        feed.promote(engine)
        self.stdout.write(f"the index serves {engine.count()} documents")

    def _prune(self, engine: Engine, options: dict[str, Any]) -> None:
        for name in feed.prune(engine):
            self.stdout.write(f"deleted {name}")
        self.stdout.write(f"{consistency.tidy()} tombstones dropped")

    def _status(self, engine: Engine, options: dict[str, Any]) -> None:
        report = {**database_status(), "engine": engine_status(engine)}
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            return
        for name in ("engine", "queue", "documents"):
            values = "  ".join(f"{key}={value}" for key, value in report[name].items())
            self.stdout.write(f"{name}: {values}")
        for index in report["indexes"]:
            self.stdout.write("index: " + "  ".join(f"{key}={value}" for key, value in index.items()))
        for job in outbox.dead_letters()[:20]:
            self.stdout.write(f"dead letter: {job} since {job.created_at:%Y-%m-%d %H:%M}: {job.last_error}")

    def _check(self, engine: Engine, options: dict[str, Any]) -> None:
        found = consistency.check(engine)
        for name, refs in found.items():
            if refs:
                self.stdout.write(f"{name}: {len(refs)}: {consistency.describe(refs)}")
        if not found:
            self.stdout.write(f"database and index agree on {engine.count()} documents")
        elif options["repair"]:
            self._repair(engine, found)
        else:
            raise CommandError("database and index differ; 'search_index check --repair' puts it right")

    def _repair(self, engine: Engine, found: consistency.Differences) -> None:
        consistency.repair(found)
        sync.sync_all(engine)
        left = consistency.check(engine, patience=0)
        if left:
            raise CommandError("some differences are left; see the dead letters of 'search_index status'")
        self.stdout.write("repaired")
