"""Load records from files: the sample content, or what an office keeps in spreadsheets."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.imports.apply import apply_plan, connect_pending
from portal.imports.plan import WRITING, Options, plan
from portal.imports.readers import read_file
from portal.imports.report import error_count, report_lines, summary_line
from portal.imports.snapshot import take_snapshot

_PROGRESS_SECONDS = 2.0


class Command(BaseCommand):
    help = (
        "Load tags, districts, sessions, lectures and cases from .jsonl, .csv or .xlsx files. A row is known by its "
        "external_id; a row that says the same as last time is left alone. Prints a report row by row; exits 1 when "
        "a row failed (the others stay)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="Print the report and write nothing.")
        parser.add_argument(
            "--publish", action="store_true", help="Publish what is loaded; otherwise it is drafts."
        )
        parser.add_argument("--create-tags", action="store_true", help="Make tags that nobody knows yet.")
        parser.add_argument("--restore", action="store_true", help="Make objects again that were deleted.")

    def handle(self, *args: Any, files: list[Path], dry_run: bool, **options: Any) -> None:
        chosen = Options(
            publish=options["publish"], create_tags=options["create_tags"], restore=options["restore"]
        )
        sources = [read_file(path) for path in dict.fromkeys(files)]
        rows = [row for source in sources for row in source.rows]
        actions = plan(rows, take_snapshot(), chosen)
        connected = 0
        if not dry_run:
            actions = apply_plan(actions, chosen, self._progress)
            connected = connect_pending(chosen)
        written = any(action.verb in WRITING for action in actions)
        for line in report_lines(sources, actions, every_row=options["verbosity"] > 1):
            self.stdout.write(line)
        if connected:
            self.stdout.write(f"기다리던 연결 {connected}개를 이었습니다.")
        if dry_run:
            self.stdout.write("시험 실행이라 아무것도 쓰지 않았습니다.")
        elif not chosen.publish and written:
            self.stdout.write("초안으로 넣었습니다. 바로 게시하려면 --publish를 붙여 주세요.")
        self.stdout.write(summary_line(sources, actions))
        failed = error_count(sources, actions)
        if failed:
            stayed = " 나머지는 들어갔습니다." if not dry_run and written else ""
            raise CommandError(f"{failed}건에 오류가 있습니다.{stayed}")

    def _progress(self, done: int, total: int) -> None:
        """At most one line every two seconds, and one at the end."""
        now = time.monotonic()
        if done == total or now - getattr(self, "_last", 0.0) >= _PROGRESS_SECONDS:
            self._last = now
            self.stdout.write(f"가져오는 중 {done}/{total}")
            self.stdout.flush()
