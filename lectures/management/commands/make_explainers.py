"""Make the explainers of content/explainers: sound, captions and the rows that import_content reads."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lectures.domain.captions import webvtt
from lectures.domain.synthesis import Spoken, ToolMissing, check_tools, speak
from lectures.times import clock

CONTENT = Path(settings.BASE_DIR) / "content"


class Command(BaseCommand):
    help = (
        "Speak the texts of content/explainers/*.json with a synthetic voice (needs espeak-ng and lame) and write "
        "an MP3 and a WebVTT file beside each, and content/explainers.jsonl for import_content."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=CONTENT, help="Holds explainers/*.json.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            check_tools()
        except ToolMissing as error:
            raise CommandError(f"설치되어 있지 않습니다: {error}") from error
        rows = [self._make(path) for path in sorted((folder / "explainers").glob("*.json"))]
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / "explainers.jsonl").write_text(text, encoding="utf-8")

    def _make(self, path: Path) -> dict[str, Any]:
        script = json.loads(path.read_text(encoding="utf-8"))
        spoken = speak([chapter["text"] for chapter in script["chapters"]])
        path.with_suffix(".mp3").write_bytes(spoken.mp3)
        path.with_suffix(".vtt").write_text(webvtt(spoken.lines), encoding="utf-8")
        length = clock(spoken.lines[-1].end_ms)
        self.stdout.write(f"{path.stem}: {length}, {len(spoken.mp3) / 1024:,.0f} KiB")
        return row_of(script, path.stem, spoken)


def row_of(script: dict[str, Any], stem: str, spoken: Spoken) -> dict[str, Any]:
    """The row of import_content: the page of the explainer and its recording."""
    kept = (
        *("external_id", "slug", "title", "title_en", "date", "summary", "summary_en"),
        *("tags", "related_cases", "sources"),
    )
    chapters = [
        {"start_ms": start, "title": chapter["title"], "title_en": chapter["title_en"]}
        for start, chapter in zip(spoken.chapters, script["chapters"], strict=True)
    ]
    return {
        "kind": "lecture",
        **{name: script[name] for name in kept},
        "lecture_type": "explainer",
        "language": "ko",
        "level": "intro",
        "licence": "1",
        "recording": {
            "file": f"explainers/{stem}.mp3",
            "captions": f"explainers/{stem}.vtt",
            # What the files hold counts as part of the row, so that new sound is loaded again.
            "sha256": hashlib.sha256(spoken.mp3 + webvtt(spoken.lines).encode()).hexdigest(),
            "synthetic_voice": True,
            "chapters": chapters,
        },
    }
