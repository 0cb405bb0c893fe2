"""``manage.py read_files FOLDER ...``: read the documents below folders and print how many of each format gave text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.attachments.domain.trial import files_below, table, tried


class Command(BaseCommand):
    help = "Read files as attachments are read, keep nothing, and print how many of each format gave text."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
        parser.add_argument("--each", action="store_true", help="a line for every file that gave no text")

    def handle(self, *args: Any, folders: list[Path], each: bool, **options: Any) -> None:
        paths = files_below(folders)
        if not paths:
            raise CommandError("no documents there")
        results = []
        for one in tried(paths):
            results.append(one)
            if each and one.result != "text":
                self.stdout.write(f"{one.kind} {one.result}: {one.path}")
        for kind, counts in table(results).items():
            rest = ", ".join(f"{name} {count}" for name, count in counts.most_common() if name != "text")
            told = f"{kind}: {counts['text']} of {counts.total()} gave text"
            self.stdout.write(told + (f" ({rest})" if rest else ""))
