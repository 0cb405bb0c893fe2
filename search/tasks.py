"""Wagtail's own background tasks (its reference index, its admin search, files to delete), one at a time."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.crypto import get_random_string

logger = logging.getLogger(__name__)

BACKEND = "django_tasks_db.DatabaseBackend"
#: Tasks take seconds; one that has been running for so long was left by a worker that died.
ABANDONED_MINUTES = 30
MAX_ATTEMPTS = 5
KEEP_DAYS = 7


def kept_in_database() -> bool:
    """Whether tasks are rows for a worker; other backends run them by themselves."""
    return bool(settings.TASKS["default"]["BACKEND"] == BACKEND)


def run_next_task() -> int:
    """Run the task that waits longest; returns how many were run (0 or 1). Its failure is logged and recorded."""
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    if not DBTaskResult.objects.ready().exists():
        return 0
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=get_random_string(16),
        excluded_queue_names=[],
    )
    worker.run()
    return int(worker._run_tasks)


def retry_interrupted_tasks() -> int:
    """Queue again what a worker left behind or a locked database stopped; returns how many."""
    from django_tasks_db.models import DBTaskResult

    long_ago = timezone.now() - timedelta(minutes=ABANDONED_MINUTES)
    candidates = [
        *DBTaskResult.objects.running().filter(started_at__lt=long_ago),
        *DBTaskResult.objects.failed().filter(exception_class_path="django.db.utils.OperationalError"),
    ]
    again = [task.pk for task in candidates if len(task.worker_ids) < MAX_ATTEMPTS]
    return int(DBTaskResult.objects.filter(pk__in=again).update(status="READY", finished_at=None))


def forget_finished_tasks() -> None:
    """Delete the results of tasks that finished more than KEEP_DAYS ago."""
    call_command("prune_db_task_results", min_age_days=KEEP_DAYS, verbosity=0)
