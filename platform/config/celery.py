"""The background worker: ``celery -A config worker -B``."""

import os
import sys
from pathlib import Path

from celery import Celery

sys.path.insert(1, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("praxis", task_cls="core.background.swept_tasks:SweptTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
