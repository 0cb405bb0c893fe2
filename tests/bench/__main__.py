"""`make bench`: benchmarks on the sample content, in a data directory of its own. `BENCH="engines pages"`: these."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

#: Without BENCH. What needs a large corpus takes long and is asked for by name: growth, check, suggest.
USUAL = ("search", "kinds", "engines", "pages", "recordings", "attachments")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from tests.bench import (
            attachments,
            comparing,
            content,
            engines,
            growth,
            kinds,
            pages,
            recordings,
            search,
            suggest,
        )

        parts = {
            "search": search.run,
            "kinds": kinds.run,
            "engines": engines.run,
            "pages": pages.run,
            "recordings": recordings.run,
            "attachments": attachments.run,
            "growth": growth.run,
            "check": comparing.run,
            "suggest": suggest.run,
        }
        wanted = os.environ.get("BENCH", "").split() or USUAL
        if unknown := [name for name in wanted if name not in parts]:
            raise SystemExit(f"BENCH: no part {' '.join(unknown)}; there are {' '.join(parts)}")
        content.load(Path(__file__).resolve().parents[2] / "content")
        for name in wanted:
            parts[name]()


main()
