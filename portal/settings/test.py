"""Tests: everything in a directory of its own, fast hashing, mail in memory."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import BASE_DIR, DATABASES, POST_OFFICE, STORAGES, env

DATA_DIR = Path(env.str("DATA_DIR", default="") or tempfile.mkdtemp(prefix="portal-test-"))
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
DEBUG = False
SECRET_KEY = "only-for-tests-" + "0123456789abcdef" * 4
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
POST_OFFICE = {**POST_OFFICE, "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATICFILES_DIRS = [BASE_DIR / "static"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = DATA_DIR / "portal.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
SEARCH_LOG_WRITE_SECONDS = 0.0
SEARCH_JUDGED_SET = ""
SEARCH_REQUESTS_PER_SECOND = 0.0
