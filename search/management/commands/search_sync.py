"""``manage.py search_sync``: drain and feed once, then end."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engines.base import EngineUnavailable
from search.sync import SyncTimeout, sync_all


class Command(BaseCommand):
    help = "Serve every waiting index job and bring this host's index up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--timeout", type=float, default=600.0, help="give up after so many seconds")

    def handle(self, *args: Any, timeout: float, **options: Any) -> None:
        try:
            result = sync_all(timeout=timeout)
        except (SyncTimeout, EngineUnavailable) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{result.jobs} jobs served, {result.changes} changes applied")
        if result.waiting:
            self.stderr.write(f"{result.waiting} jobs wait: see 'search_index status'")
