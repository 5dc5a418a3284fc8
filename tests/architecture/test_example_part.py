"""The example of ``docs/add-a-part.md`` runs as it stands there."""

import os
import re
import subprocess
import sys

from django.conf import settings

DOCUMENT = settings.BASE_DIR / "docs" / "add-a-part.md"
BLOCK = re.compile(r"```(?:python|django)\n(?:# |\{# )(\S+)(?: #\})?\n(.*?)```", re.DOTALL)

SETTINGS = """
from config.settings_test import *
from config.settings_test import INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, "noticeboard"]
TEMPLATES[0]["DIRS"].append({templates!r})
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}}}
MIGRATION_MODULES = {{name.split(".")[-1]: None for name in INSTALLED_APPS}}
"""

LIFE_OF_A_NOTICE = """
import datetime as dt
import django

django.setup()

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

call_command("migrate", run_syncdb=True, verbosity=0)

from core.parts import title_at
from accounts.models import User
from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from core.permissions import allows
from demo.factories.accounts import UserFactory
from noticeboard.actions import post_notice
from notifications.forms import PreferencesForm
from notifications.models import Notification
from notifications.digest.sections import Reader, sections_for

now = timezone.now()
editor, reader = UserFactory(roles=[Role.EDITOR]), UserFactory()
assert (allows(editor, "noticeboard.post"), allows(reader, "noticeboard.post")) == (True, False)

notice = post_notice(text="Closed on Friday", by=editor, at=now)
told = Notification.objects.get()
assert (told.recipient, told.title) == (reader, "New notice: Closed on Friday")
assert PreferencesForm(user=reader).fields["noticeboard"].label == "Notice board"
assert list(PreferencesForm(user=reader).fields)[-1] == "noticeboard"
assert personal_data_of(editor)["noticeboard"].data["notices"][0]["text"] == "Closed on Friday"

(section,) = sections_for([Reader(reader, now, now + dt.timedelta(days=1))])[reader.pk]
assert (str(section[0]), section[1][0].title) == ("On the notice board", "Closed on Friday")

client = Client()
assert client.get("/noticeboard/").status_code == 302
client.force_login(reader)
assert "Closed on Friday" in client.get("/noticeboard/").content.decode()
assert client.get("/api/v1/notices/").json()["items"][0]["text"] == "Closed on Friday"
client.logout()
assert client.get("/api/v1/notices/").json() == {"items": [], "next": None}
assert client.get("/api/v1/notices/?limit=0").status_code == 400
from api.endpoints import openapi_document
assert "/api/v1/notices/" in openapi_document()["paths"]
assert title_at(notice.get_absolute_url()) == "Notice board"
"""


def test_the_example_of_the_document_is_a_part_of_the_platform(tmp_path):
    files = dict(BLOCK.findall(DOCUMENT.read_text(encoding="utf-8")))
    for name, text in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "platform/noticeboard/__init__.py").touch()
    own_settings = SETTINGS.format(templates=str(tmp_path / "templates"))
    (tmp_path / "settings_with_example.py").write_text(own_settings, encoding="utf-8")
    root = settings.BASE_DIR
    folders = [tmp_path, tmp_path / "platform", root, root / "platform"]

    done = subprocess.run(
        [sys.executable, "-c", LIFE_OF_A_NOTICE],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "settings_with_example",
            "PYTHONPATH": os.pathsep.join(map(str, folders)),
        },
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert len(files) == 13
