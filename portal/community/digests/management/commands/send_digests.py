"""``manage.py send_digests``: make the weekly letters that are due; the worker does the same by itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.community.digests.domain import sending, weeks


class Command(BaseCommand):
    help = "Queue the weekly letters that are due. Safe to repeat: nobody gets a week twice."

    def handle(self, *args: Any, **options: Any) -> None:
        week = weeks.due_week(timezone.now())
        done = 0
        while made := sending.send_due(week):
            done += made
        left = sending.waiting(week).count()
        self.stdout.write(f"week of {week:%Y-%m-%d}: {done} members done, {left} waiting")
