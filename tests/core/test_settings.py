from __future__ import annotations

import os
import secrets
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.secret import demanded_secret_key, stored_secret_key


@pytest.mark.parametrize(
    "value", ["", "short", "a" * 60, "django-insecure-" + "abcdefgh" * 8, "change-me-" + "abcdefgh" * 8]
)
def test_a_missing_or_weak_secret_key_is_refused(value):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        demanded_secret_key(value)


def test_a_strong_secret_key_is_taken_as_it_is():
    key = secrets.token_urlsafe(60)
    assert demanded_secret_key(key) == key


def test_the_stored_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "var" / "secret-key"
    key = stored_secret_key(path)
    assert stored_secret_key(path) == key
    assert len(key) >= 50
    assert path.stat().st_mode & 0o777 == 0o600
    assert [item.name for item in path.parent.iterdir()] == ["secret-key"]


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": secrets.token_urlsafe(60)}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": secrets.token_urlsafe(60), "ALLOWED_HOSTS": "portal.example"}, "DATABASE_URL"),
    ],
)
def test_production_does_not_start_half_configured(environment, missing):
    run = subprocess.run(
        [sys.executable, "-c", "import portal.settings.production"],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert missing in run.stderr.splitlines()[-1]
