"""What every installation shares. Anything a machine decides is read from the environment."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE

from .accounts import *  # noqa: F403
from .accounts import OIDC_SERVER_URL


def origin_of(address: str) -> list[str]:
    """Scheme and host of an address, as a content policy names them; nothing for none."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default="") or BASE_DIR / "var").resolve()

INSTALLED_APPS = [
    "home",
    "lectures",
    "districts",
    "search",
    "portal.core",
    "portal.attachments",
    "portal.accounts",
    "portal.audit",
    "portal.joining",
    "portal.letters",
    "portal.community.members",
    "portal.community.bookmarks",
    "portal.community.questions",
    "portal.community.ideas",
    "portal.community.digests",
    "portal.imports",
    "portal.guidance",
    "portal.expo",
    "portal.report",
    "portal.api",
    "portal.machines",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "post_office",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "wagtail.contrib.sitemaps",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.core.upload_limits.UploadLimitMiddleware",
    "portal.core.middleware.AdminPolicyMiddleware",
    "search.counting.middleware.SearchLogMiddleware",
    "portal.core.caching.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.SessionTimeMiddleware",
    "portal.core.middleware.ViewerMiddleware",
    "portal.audit.middleware.AuditMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.accounts.middleware.SecondFactorMiddleware",
    "portal.accounts.middleware.SensitiveStepsMiddleware",
    "portal.core.middleware.AtomicWritesMiddleware",
    "lectures.middleware.HeldLecturesMiddleware",
    "portal.core.admin_reach.AdminReachMiddleware",
    "portal.core.redirects.CarefulRedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "portal.core.context_processors.portal",
            ],
        },
    },
]

# --- database -------------------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url_config(
        env.str("DATABASE_URL", default="") or f"sqlite:///{DATA_DIR / 'portal.sqlite3'}"
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # With deferred transactions half the editors' concurrent writes fail with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
    }
else:
    # What DATABASE_URL says after its "?" (a socket, sslmode) stays.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "connect_timeout", env.int("DATABASE_CONNECT_TIMEOUT", default=5)
    )
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "portal"},
    # A size of a picture that another process has thrown away would be remembered here.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

# --- people ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
WAGTAIL_FRONTEND_LOGIN_URL = "/login/"
WAGTAILADMIN_LOGIN_URL = "login"
# An address is changed where it is confirmed, a password where it is asked for: not on Wagtail's own page.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False

# --- language and time ------------------------------------------------------------------------------

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "wagtail"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Seoul"
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ko", "한국어"), ("en", "English")]
WAGTAIL_USER_TIME_ZONES = ["Asia/Seoul"]

# --- files ------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Uploads are never served by path: documents and pictures go through a permission check (portal.core.files).
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "portal.core.storage.UploadStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Wagtail ----------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "스마트시티 서울 CDO 포럼 지식 포털"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WAGTAIL_AUTOSAVE_INTERVAL = 5000
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Turning a pasted address into a page tells the title of whatever is there, drafts and private pages included.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILIMAGES_IMAGE_MODEL = "core.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.PortalDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "hwp", "hwpx", "docx", "pptx", "xlsx", "odt", "csv", "txt", "zip"]
# Python knows the others only where the system has a table of types.
_OFFICE = "application/vnd.openxmlformats-officedocument."
WAGTAILDOCS_CONTENT_TYPES = {
    "hwp": "application/x-hwp",
    "hwpx": "application/hwp+zip",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
}
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
# Recordings: the largest file, and where addresses of recordings elsewhere may lead. Nothing is loaded from there.
RECORDING_MAX_BYTES = 2 * 1024 * 1024 * 1024
RECORDING_HOSTS = env.list(
    "RECORDING_HOSTS", default=["youtube.com", "youtu.be", "vimeo.com", "tv.naver.com"]
)
# What reads a file may take so long and use so much memory, in a process of its own.
ATTACHMENT_SECONDS = env.int("ATTACHMENT_SECONDS", default=60)
ATTACHMENT_MEMORY_MB = env.int("ATTACHMENT_MEMORY_MB", default=1024)
# Scans every file before anybody may have it: "tcp://host:3310" or "unix:/run/clamav/clamd.ctl".
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")
CLAMD_SECONDS = env.float("CLAMD_SECONDS", default=60.0)
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.core.picture_forms.PictureForm"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
TAGGIT_CASE_INSENSITIVE = True
# The preview panel of the editor shows pages of this site in a frame.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

# --- search -----------------------------------------------------------------------------------------

# Without an address the embedded engine serves alone. Several hosts are separated by commas.
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH = {
    "HOSTS": ELASTICSEARCH_URL.split(","),
    "INDEX_PREFIX": env.str("ELASTICSEARCH_INDEX_PREFIX", default="portal"),
    "API_KEY": env.str("ELASTICSEARCH_API_KEY", default=""),
    "USER": env.str("ELASTICSEARCH_USER", default=""),
    "PASSWORD": env.str("ELASTICSEARCH_PASSWORD", default=""),
    "CA_FILE": env.str("ELASTICSEARCH_CA_FILE", default=""),
    "REPLICAS": env.str("ELASTICSEARCH_REPLICAS", default="0-1"),
    "SEARCH_SECONDS": env.float("ELASTICSEARCH_SEARCH_SECONDS", default=1.0),
    "WRITE_SECONDS": env.float("ELASTICSEARCH_WRITE_SECONDS", default=30.0),
}
# A folder with queries.jsonl and qrels.tsv: a new index may not find much worse by it than the one before.
JUDGED_SET = BASE_DIR / "tests" / "search" / "judged"
SEARCH_JUDGED_SET = env.str("SEARCH_JUDGED_SET", default=str(JUDGED_SET) if JUDGED_SET.is_dir() else "")
# Days for which numbers of searches are kept, without anything about who searched; 0 counts nothing.
SEARCH_LOG_DAYS = env.int("SEARCH_LOG_DAYS", default=180)
# Seconds between two writes of what a process has counted; 0 leaves writing to whoever asks for it.
SEARCH_LOG_WRITE_SECONDS = env.float("SEARCH_LOG_WRITE_SECONDS", default=5.0)
# Searches a second of one client in the long run, in each process, and five times as many at once; 0 is no limit.
SEARCH_REQUESTS_PER_SECOND = env.float("SEARCH_REQUESTS_PER_SECOND", default=20.0)
# Reverse proxies in front of the portal that add to X-Forwarded-For; 0 where browsers reach it directly.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# --- security ---------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        # Browsers hold back a form whose answer leads to another site: the provider's is named.
        "form-action": [SELF, *env.list("OIDC_FORM_ORIGINS", default=origin_of(OIDC_SERVER_URL))],
        "frame-ancestors": [SELF],
    },
}
# Wagtail's editor has inline scripts in five templates (date pickers, inline panels).
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.core.views.csrf_failure"

# --- mail and logs ----------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
# Nothing is sent by a request: letters wait in the database, the worker sends them (portal.letters).
EMAIL_BACKEND = "portal.letters.backend.QueueBackend"
# Seconds that the worker waits for the mail server.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
POST_OFFICE = {
    "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
    "CELERY_ENABLED": False,
    "DEFAULT_PRIORITY": "medium",
    "LOG_LEVEL": 1,
    "THREADS_PER_PROCESS": 1,
}
# Days for which is kept to whom a letter went; its text goes when it is sent.
LETTERS_DAYS = env.int("LETTERS_DAYS", default=30)
# The forum's office: mail to a role that has neither mailbox nor holder nor district contact.
OFFICE_EMAIL = env.str("OFFICE_EMAIL", default="")
WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = DEFAULT_FROM_EMAIL
WAGTAILADMIN_NOTIFICATION_USE_HTML = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "portal": {"level": "INFO"},
        "search": {"level": "INFO"},
        "post_office": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
