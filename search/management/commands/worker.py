"""``manage.py worker``: keep the index up to date, publish on schedule, run background tasks, until stopped."""

from __future__ import annotations

import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from search import tasks, worker


class Command(BaseCommand):
    help = "Index changes, publish on schedule and run background tasks until stopped (SIGTERM or Ctrl-C)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only",
            choices=["index", "tasks"],
            help="run only the indexing or only the background tasks (default: both, tasks in a child process)",
        )
        parser.add_argument(
            "--parent", type=int, help="end when the process with this number is no longer the parent"
        )

    def handle(self, *args: Any, only: str | None, parent: int | None, **options: Any) -> None:
        stop = worker.stop_on_signals()
        if only == "tasks":
            self._tasks(stop, parent)
        else:
            self._index(stop, with_tasks=only is None and tasks.kept_in_database())

    def _index(self, stop: threading.Event, with_tasks: bool) -> None:
        child = worker.TaskProcess() if with_tasks else None
        self.stdout.write("worker: ready")
        self.stdout.flush()
        try:
            worker.run(worker.index_chores(), stop, child.keep_alive if child else lambda: None)
        finally:
            if child:
                child.stop()
        self.stdout.write("worker: stopped")

    def _tasks(self, stop: threading.Event, parent: int | None) -> None:
        def leave_with_parent() -> None:
            if parent and worker.orphaned(parent):
                stop.set()

        worker.run(worker.task_chores(), stop, leave_with_parent)
