"""``manage.py make_attachments``: make the sample attachments anew from the sample content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from portal.attachments.samples.catalogue import FOLDER, samples


class Command(BaseCommand):
    help = "Write content/attachments/* and content/attachments.jsonl from the other files of content/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--hwplib", type=Path, help="The jar of kr.dogfoot:hwplib, which alone writes HWP; needs Java."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        content = Path(settings.BASE_DIR) / "content"
        (content / FOLDER).mkdir(exist_ok=True)
        rows = []
        for sample in samples(content, options["hwplib"]):
            (content / FOLDER / sample.name).write_bytes(sample.content)
            rows.append(json.dumps(sample.row(), ensure_ascii=False))
            self.stdout.write(f"{len(sample.content):>9,} {sample.name}")
        (content / f"{FOLDER}.jsonl").write_text("\n".join(rows) + "\n", "utf-8")
