"""Praxis as in production, with quick passwords, tasks in place and mails that are kept in memory."""

import os

os.environ.setdefault("SECRET_KEY", "only for the record of what is shown")
os.environ.setdefault("ALLOWED_HOSTS", "testserver")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("LOG_LEVEL", "CRITICAL")
os.environ.setdefault("RATE_LIMIT_FACTOR", "1000000")
os.environ["DEBUG"] = "0"
os.environ["DEMO"] = "1"
os.environ["LINK_CHECKS"] = "0"

from config.settings import *  # noqa: F403
from config.settings import STORAGES, VAR_DIR

SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = False
BACKGROUND_THREAD = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
