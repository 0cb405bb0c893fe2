"""One machine, no services: SQLite, embedded search, mail into files. `make run` uses this."""

from __future__ import annotations

from .base import *  # noqa: F403
from .base import DATA_DIR, POST_OFFICE, env
from .secret import stored_secret_key

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or stored_secret_key(DATA_DIR / "secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
POST_OFFICE = {**POST_OFFICE, "BACKENDS": {"default": "django.core.mail.backends.filebased.EmailBackend"}}
EMAIL_FILE_PATH = DATA_DIR / "mail"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}")
