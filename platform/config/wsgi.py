"""The web process: ``gunicorn --pythonpath platform config.wsgi``."""

import os
import sys
from pathlib import Path

from django.core.wsgi import get_wsgi_application

from core.web.charsets import only_utf8
from core.web.stack_room import with_stack_room

sys.path.insert(1, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = with_stack_room(only_utf8(get_wsgi_application()))
