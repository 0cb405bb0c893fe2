"""The secret key: kept in a file for one machine, demanded from the environment in production."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

MINIMUM_LENGTH = 50
MINIMUM_DIFFERENT = 8


def stored_secret_key(path: Path) -> str:
    """Read the key kept at `path`, or make one there (mode 0600); the first of several processes wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists() or not path.read_text().strip():
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(60))
        if path.exists():
            fresh.replace(path)
        else:
            try:
                os.link(fresh, path)
            except FileExistsError:
                pass
            fresh.unlink()
    return path.read_text().strip()


def demanded_secret_key(value: str) -> str:
    """Return `value` or raise ImproperlyConfigured when it is missing, short, repetitive or a placeholder."""
    problem = ""
    if not value:
        problem = "it is not set"
    elif len(value) < MINIMUM_LENGTH:
        problem = f"it has fewer than {MINIMUM_LENGTH} characters"
    elif len(set(value)) < MINIMUM_DIFFERENT:
        problem = f"it has fewer than {MINIMUM_DIFFERENT} different characters"
    elif value.startswith("django-insecure") or "change-me" in value.lower():
        problem = "it is a placeholder"
    if problem:
        raise ImproperlyConfigured(
            f"SECRET_KEY is unusable: {problem}. Make one with "
            "`python -c 'import secrets; print(secrets.token_urlsafe(60))'` and pass it in the environment."
        )
    return value
