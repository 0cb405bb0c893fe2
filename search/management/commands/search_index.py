"""``manage.py search_index build|promote|rollback|prune|status|check``: the versions of every index."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import consistency, feed, outbox, sync
from search.engines import all_engines, named_engine
from search.engines.base import Engine, EngineUnavailable
from search.evaluate import BadRelevanceData
from search.locks import LockTimeout
from search.status import all_statuses, database_status

ERRORS = (EngineUnavailable, LockTimeout, feed.NotPromoted, sync.SyncTimeout, BadRelevanceData)


class Command(BaseCommand):
    help = "Build, promote, prune and compare the search indexes: this host's, and the cluster's where there is one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        build = actions.add_parser("build", help="read every object again, fill a new index and let it serve")
        build.add_argument(
            "--no-promote", action="store_true", help="leave the new index beside the serving one"
        )
        promote = actions.add_parser("promote", help="let the newest finished build serve")
        for action in (build, promote):
            action.add_argument(
                "--anyway",
                action="store_true",
                help="even if it is incomplete or finds less than the one before",
            )
        rollback = actions.add_parser(
            "rollback", help="bring the build before the serving one up to date and let it serve again"
        )
        prune = actions.add_parser(
            "prune", help="delete every build but the serving one and the one before, and passed tombstones"
        )
        status = actions.add_parser("status", help="queue, lag, cursor, fingerprint, dead letters")
        status.add_argument("--json", action="store_true", help="as JSON")
        check = actions.add_parser("check", help="compare database and index; exit 1 on any difference")
        check.add_argument("--repair", action="store_true", help="put right what differs")
        for action in (build, promote, rollback, prune, status, check):
            names = [engine.name for engine in all_engines()]
            action.add_argument(
                "--engine", choices=names, default="", help="only this one (default: every one)"
            )
        for action in (status, check):
            action.add_argument(
                "--retry", action="store_true", help="first put failed jobs back in the queue"
            )

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if options.get("retry"):
            self.stdout.write(f"{outbox.retry_failed()} failed jobs are back in the queue")
        chosen = [named_engine(options["engine"])] if options["engine"] else all_engines()
        try:
            getattr(self, f"_{action}")(chosen, options)
        except ERRORS as error:
            raise CommandError(str(error)) from error

    def _build(self, engines: list[Engine], options: dict[str, Any]) -> None:
        self.stdout.write(f"{sync.enqueue_everything()} objects to read")
        sync.drain_all(time.monotonic() + 3600)
        for engine in engines:
            build = feed.build(engine)
            self.stdout.write(f"{engine.name} {build.build}: {build.count()} documents")
        if not options["no_promote"]:
            self._promote(engines, options)

    def _promote(self, engines: list[Engine], options: dict[str, Any]) -> None:
        for engine in engines:
            feed.promote(engine, anyway=options["anyway"])
            self.stdout.write(f"the {engine.name} index serves {engine.count()} documents")

    def _rollback(self, engines: list[Engine], options: dict[str, Any]) -> None:
        without = [engine.name for engine in engines if engine.earlier_build() is None]
        if without:
            names = " and ".join(without)
            raise CommandError(f"{names}: no earlier build is kept; 'search_index build' makes a new one")
        for engine in engines:
            name = feed.roll_back(engine)
            self.stdout.write(f"{name} serves again with {engine.count()} documents")

    def _prune(self, engines: list[Engine], options: dict[str, Any]) -> None:
        for engine in engines:
            for name in feed.prune(engine):
                self.stdout.write(f"deleted {name}")
        self.stdout.write(f"{consistency.tidy()} tombstones dropped")

    def _status(self, engines: list[Engine], options: dict[str, Any]) -> None:
        names = {engine.name for engine in engines}
        statuses = [status for status in all_statuses() if status["name"] in names]
        report = {**database_status(), "engine": statuses[0], "engines": statuses}
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            return
        for status in statuses:
            self.stdout.write("engine: " + "  ".join(f"{key}={value}" for key, value in status.items()))
        for name in ("queue", "documents"):
            values = "  ".join(f"{key}={value}" for key, value in report[name].items())
            self.stdout.write(f"{name}: {values}")
        for index in report["indexes"]:
            self.stdout.write("index: " + "  ".join(f"{key}={value}" for key, value in index.items()))
        for job in outbox.dead_letters()[:20]:
            self.stdout.write(f"dead letter: {job} since {job.created_at:%Y-%m-%d %H:%M}: {job.last_error}")

    def _check(self, engines: list[Engine], options: dict[str, Any]) -> None:
        differ: list[str] = []
        for place, engine in enumerate(engines):
            # Objects and rows are the same for every index.
            found = consistency.check(engine, objects=place == 0)
            for name, refs in found.items():
                if refs:
                    self.stdout.write(f"{engine.name}: {name}: {len(refs)}: {consistency.describe(refs)}")
            if not found:
                self.stdout.write(f"database and {engine.name} index agree on {engine.count()} documents")
            elif options["repair"]:
                self._repair(engine, found)
            else:
                differ.append(engine.name)
        if differ:
            raise CommandError("database and index differ; 'search_index check --repair' puts it right")

    def _repair(self, engine: Engine, found: consistency.Differences) -> None:
        consistency.repair(found)
        sync.sync_all(engine)
        left = consistency.check(engine, patience=0)
        if left:
            raise CommandError("some differences are left; see the dead letters of 'search_index status'")
        self.stdout.write("repaired")
