"""Which browser the tests drive, and how it is started."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# It fetches nothing of its own accord, and runs where there is no graphics card and no user but root.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def executable() -> str | None:
    """The Chromium that CHROMIUM names, the system's, or the one that Playwright brought; None without any."""
    named = os.environ.get("CHROMIUM", "").strip()
    if named:
        return shutil.which(named)
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None
