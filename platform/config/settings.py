"""Settings of Praxis: all that the environment decides (see README, "Configuration"), and what is short."""

from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from config.environment import Environment
from config.logs import logging_settings
from config.media import media_storage
from config.schedule import SCHEDULE
from config.signing_in import *  # noqa: F403

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
env = Environment()
env.read_usual_file()

DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("PRAXIS_VAR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _development_secret() -> str:
    """Return a key that stays the same between starts, so that nobody is signed out by a restart."""
    file = VAR_DIR / "secret_key"
    if not file.exists():
        file.write_text(get_random_secret_key())
        file.chmod(0o600)
    return file.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "Set SECRET_KEY, in the environment or in /etc/praxis/production.env (docs/deploy.md);"
            " or DEBUG=1 for development."
        )
    SECRET_KEY = _development_secret()

if SECRET_KEY == "put-the-secret-key-here":  # noqa: S105  (whoever reads the example knows it)
    raise ImproperlyConfigured(
        "Put a key of your own in place of the example's SECRET_KEY (docs/deploy.md)."
    )

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else []
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
INSTITUTE_NAME = env.str("INSTITUTE_NAME", default="Institute of Health Equity")
# Looking whether the addresses of works still answer: on, save on machines of developers.
LINK_CHECKS = env.bool("LINK_CHECKS", default=not DEBUG)

# The demo institute lives in its own app, so that no production process can even import it by accident.
DEMO = env.bool("DEMO", default=DEBUG)

INSTALLED_APPS = [
    "core",
    "accounts",
    "workflow",
    "notifications",
    "api",
    "calendars",
    "unsent",
    "safeguarding",
    "library",
    "newsletters",
    "events",
    "indicators",
    "courses",
    "networks",
    "briefs",
    "mentoring",
    "submissions",
    "advice",
    "dashboard",
    *(["demo"] if DEMO else []),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "django_guid",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
]

# Who may read /metrics: whoever sends this token, or comes from one of these networks. Off unless one of them is set.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_FROM = env.list("METRICS_FROM", default=[])

MIDDLEWARE = [
    "django_guid.middleware.guid_middleware",
    *(["core.metrics.middleware.MetricsMiddleware"] if METRICS_TOKEN or METRICS_FROM else []),
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.web.middleware.HeadMiddleware",
    "core.web.middleware.HealthMiddleware",
    "core.web.maintenance.MaintenanceMiddleware",
    "core.web.retrying.RetryMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "core.web.middleware.CoverMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.web.whole_bodies.WholeBodyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.NoStoreMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "accounts.middleware.TimeZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.StaffSecondFactorMiddleware",
    "accounts.middleware.LeavingMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionActivityMiddleware",
    "unsent.middleware.UnsentMiddleware",
    "core.web.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "notifications.context.shell",
            ],
            "libraries": {"i18n": "core.design.translations"},
        },
    }
]

# --- Data -------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'praxis.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock when a transaction opens: SQLite's form of a row lock.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
    }
    # To open the file costs as much as five look-ups by key. A thread of a web process keeps it open.
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    # To compile a query takes longer than any of ours, so the database is told not to. What stands in the
    # address, such as ``?sslmode=require``, comes on top.
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c jit=off",
        "connect_timeout": 5,
        # A server that is gone without a word is noticed after a minute, and not after two hours.
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 60_000,
        # While the database is away, a page gives up after ten seconds, and the first one after it is back finds it.
        "pool": {"min_size": 1, "max_size": 8, "timeout": 10, "reconnect_timeout": 5},
        **DATABASES["default"].get("OPTIONS", {}),
    }
    # It looks whether a connection still answers before it hands it out.
    DATABASES["default"]["ENGINE"] = "core.postgresql"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "core.operation.redis_cache.OptionalRedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "core.operation.file_cache.CountingFileCache",
            "LOCATION": VAR_DIR / "cache",
            # The limits on requests live here: thirty visitors must not push each other out.
            "OPTIONS": {"MAX_ENTRIES": 3_000},
            # As long as the longest of them: counting gives an entry this timeout anew.
            "TIMEOUT": 86_400,
        }
    )
}

# Where the nightly backup goes; none is made while this is empty (docs/operate.md).
BACKUP_DIR = env.str("BACKUP_DIR", default="")

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# Files of people are never served by address alone: each goes through a view that asks for permission.
MEDIA_URL = "/media-is-not-served/"
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_FINDERS = [
    "core.design.style_sheet.StyleSheetFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    # In MEDIA_ROOT, or in a bucket.
    "default": media_storage(env.str("MEDIA_S3_URL", default="")),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MAX_UPLOAD_BYTES = env.int("MAX_UPLOAD_MB", default=50) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "core.files.upload_limits.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.files.upload_limits.RoomyUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
FILE_UPLOAD_PERMISSIONS = 0o640

SILENCED_SYSTEM_CHECKS = [
    # Its uniqueness is an index over the lower-case address, which this check does not recognise.
    "auth.W004",
    # HSTS for subdomains, and for the lists that browsers ship, is the operator's choice (docs/deploy.md).
    "security.W005",
    "security.W021",
    # Ours holds all tags of Django's library of the same name, and stands in its place on purpose.
    "templates.W003",
]

# --- People -----------------------------------------------------------------------------------

ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEBUG else "https"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
# What ``core.web.ratelimit`` lets through, in multiples of what each view says; those of signing in stay as they are.
RATE_LIMIT_FACTOR = env.int("RATE_LIMIT_FACTOR", default=1)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# --- Mail and background work -----------------------------------------------------------------

OUTBOX_DIR = VAR_DIR / "outbox"
vars().update(env.email("EMAIL_URL", default="consolemail://"))
if DEBUG and not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "notifications.delivery.outbox.OutboxBackend"
# The seconds for which each answer of the mail server is awaited.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Praxis <praxis@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Whoever looks after the site is mailed each error that readers met, once an hour.
ADMINS = [("", address) for address in env.list("ERROR_EMAIL", default=[])]
if not DEBUG:
    DEFAULT_EXCEPTION_REPORTER_FILTER = "core.logs.error_reports.FieldNamesOnlyFilter"
# Where readers write to for help.
HELP_EMAIL = env.str("HELP_EMAIL", default=DEFAULT_FROM_EMAIL)

if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # Pages are less patient (core.background.swept_tasks); a worker waits a second for each of its tasks.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 5, "socket_timeout": 30}
else:
    # No broker: a task runs in the process after the commit, and beat runs its jobs itself.
    # What a killed process left undone, the sweeps find (docs/decisions/0003).
    CELERY_BROKER_URL = "memory://localhost"
    CELERY_TASK_ALWAYS_EAGER = True
# Tasks that wait for a server of others, such as a mail server, then have a thread of their own
# (core.background.swept_tasks).
BACKGROUND_THREAD = not REDIS_URL
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = SCHEDULE

# --- Language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
TIME_ZONE = "Europe/London"
USE_TZ = True

# --- Safety -----------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# Other sites from which lessons may play a recording once a learner asks for it.
RECORDING_HOSTS = env.list("RECORDING_HOSTS", default=[])
CSRF_FAILURE_VIEW = "accounts.views.csrf_failure.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "accounts.signing_in.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
    # Browsers remember these for as long, and no setting takes them back: what reaches beyond this one name is chosen.
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Forms ------------------------------------------------------------------------------------

FORM_RENDERER = "core.forms.widgets.Renderer"

# Each request has an identifier: the one that a proxy gave it, or a new one. It is in the answer, the log, tasks and mails.
DJANGO_GUID = {"GUID_HEADER_NAME": "X-Request-ID", "EXPOSE_HEADER": False}
SENTRY_DSN = env.str("SENTRY_DSN", default="")

LOGGING = logging_settings(
    level=env.str("LOG_LEVEL", default="INFO"), is_json=env.bool("LOG_JSON", default=False)
)
