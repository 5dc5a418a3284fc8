"""Praxis as in production, with a worker, a mail server and a small disk for uploads, on this machine."""

import os
from pathlib import Path

from benchmarks.settings import *  # noqa: F403

CELERY_TASK_ALWAYS_EAGER = False
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ["BENCH_MAIL_PORT"])
MEDIA_ROOT = Path(os.environ["BENCH_MEDIA"])
