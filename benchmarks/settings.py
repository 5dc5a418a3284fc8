"""Praxis as in production, but over plain HTTP on this machine."""

import os

os.environ.setdefault("SECRET_KEY", "only for the benchmark")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1")
# Whatever `make` sets for development.
os.environ["DEBUG"] = "0"
os.environ.setdefault("DEMO", "1")
# A few visitors ask as often as hundreds do; each request is still counted, as counting has its price.
os.environ.setdefault("RATE_LIMIT_FACTOR", "1000000")

from config.settings import *  # noqa: F403
from config.settings import STORAGES, VAR_DIR

# Announcements of the made-up data must reach neither a worker nor anybody's inbox.
CELERY_TASK_ALWAYS_EAGER = True
BACKGROUND_THREAD = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
