"""``manage.py worker``: keep the index up to date, publish on schedule, run background tasks, until stopped."""

from __future__ import annotations

import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import tasks, worker
from search.engines import elastic_engine


class Command(BaseCommand):
    help = "Index changes, publish on schedule and run background tasks until stopped (SIGTERM or Ctrl-C)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only",
            choices=["index", "elasticsearch", "tasks"],
            help="run only the drain and this host's index, only the cluster's index, or only the background tasks"
            " (default: all, the latter two in child processes)",
        )
        parser.add_argument(
            "--parent", type=int, help="end when the process with this number is no longer the parent"
        )

    def handle(self, *args: Any, only: str | None, parent: int | None, **options: Any) -> None:
        stop = worker.stop_on_signals()
        if only == "tasks":
            self._part(worker.task_chores(), stop, parent)
        elif only == "elasticsearch":
            self._part(self._cluster_chores(), stop, parent)
        else:
            self._index(stop, _children() if only is None else [])

    def _cluster_chores(self) -> list[worker.Chore]:
        engine = elastic_engine()
        if engine is None:
            raise CommandError("ELASTICSEARCH_URL is empty: there is no cluster to feed")
        return worker.cluster_chores(engine)

    def _index(self, stop: threading.Event, children: list[worker.ChildProcess]) -> None:
        def keep_alive() -> None:
            for child in children:
                child.keep_alive()

        self.stdout.write("worker: ready")
        self.stdout.flush()
        try:
            worker.run(worker.index_chores(), stop, keep_alive)
        finally:
            for child in children:
                child.stop()
        self.stdout.write("worker: stopped")

    def _part(self, chores: list[worker.Chore], stop: threading.Event, parent: int | None) -> None:
        def leave_with_parent() -> None:
            if parent and worker.orphaned(parent):
                stop.set()

        worker.run(chores, stop, leave_with_parent)


def _children() -> list[worker.ChildProcess]:
    wanted = {"tasks": tasks.kept_in_database(), "elasticsearch": elastic_engine() is not None}
    return [worker.ChildProcess(only) for only, there in wanted.items() if there]
