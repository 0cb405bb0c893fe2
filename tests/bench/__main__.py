"""`make bench`: every benchmark on the sample content, in a data directory of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from tests.bench import content, pages, search

        content.load(Path(__file__).resolve().parents[2] / "content")
        search.run()
        pages.run()


main()
