from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.tasks import update_reference_index_task

from search import tasks

# The worker of django-tasks-db closes connections, which a test inside a transaction would not survive.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def in_database(settings):
    settings.TASKS = {"default": {"BACKEND": tasks.BACKEND}}


def run_all() -> int:
    return sum(iter(tasks.run_next_task, 0))


def test_tasks_are_run_and_recorded(home):
    DBTaskResult.objects.all().delete()
    update_reference_index_task.enqueue("wagtailcore", "page", str(home.pk))
    assert run_all() == 1
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert tasks.run_next_task() == 0


def test_a_task_that_fails_stops_no_other(home):
    DBTaskResult.objects.all().delete()
    update_reference_index_task.enqueue("wagtailcore", "unheard_of", "1")
    update_reference_index_task.enqueue("wagtailcore", "page", str(home.pk))
    assert run_all() == 2
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]


def test_tasks_that_were_interrupted_are_run_again(home):
    DBTaskResult.objects.all().delete()
    for _ in range(4):
        update_reference_index_task.enqueue("wagtailcore", "page", str(home.pk))
    abandoned, running, locked, hopeless = DBTaskResult.objects.all()
    now = timezone.now()
    error = "django.db.utils.OperationalError"
    for task, values in (
        (abandoned, {"status": "RUNNING", "started_at": now - timedelta(hours=1), "worker_ids": ["a"]}),
        (running, {"status": "RUNNING", "started_at": now, "worker_ids": ["a"]}),
        (locked, {"status": "FAILED", "exception_class_path": error, "worker_ids": ["a"]}),
        (hopeless, {"status": "FAILED", "exception_class_path": error, "worker_ids": ["a"] * 5}),
    ):
        DBTaskResult.objects.filter(pk=task.pk).update(**values)
    assert tasks.retry_interrupted_tasks() == 2
    assert run_all() == 2
    states = dict(DBTaskResult.objects.values_list("pk", "status"))
    assert [states[task.pk] for task in (abandoned, running, locked, hopeless)] == [
        "SUCCESSFUL",
        "RUNNING",
        "SUCCESSFUL",
        "FAILED",
    ]


def test_old_results_are_forgotten(home):
    DBTaskResult.objects.all().delete()
    for _ in range(2):
        update_reference_index_task.enqueue("wagtailcore", "page", str(home.pk))
    run_all()
    old = DBTaskResult.objects.first()
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=30))
    tasks.forget_finished_tasks()
    assert old.pk not in DBTaskResult.objects.values_list("pk", flat=True)
    assert DBTaskResult.objects.count() == 1


def test_other_backends_need_no_worker(settings):
    assert tasks.kept_in_database()
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    assert not tasks.kept_in_database()
