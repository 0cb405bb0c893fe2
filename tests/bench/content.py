"""The sample content, loaded and indexed."""

from __future__ import annotations

import io
import time
from pathlib import Path

from django.core.management import call_command

from deploy.run.data import CONTENT_ORDER


def load(folder: Path) -> None:
    """Migrate, make the site, import and index; prints how long loading and indexing took."""
    call_command("migrate", verbosity=0)
    call_command("setup_site", verbosity=0)
    files = [str(path) for name in CONTENT_ORDER if (path := folder / f"{name}.jsonl").exists()]
    started = time.perf_counter()
    call_command(
        "import_content", *files, publish=True, verbosity=0, stdout=io.StringIO(), stderr=io.StringIO()
    )
    imported = time.perf_counter()
    call_command("search_sync", verbosity=0)
    indexed = time.perf_counter()
    call_command("update_index", verbosity=0)
    print(f"content: imported in {imported - started:.1f} s, indexed in {indexed - imported:.1f} s")
