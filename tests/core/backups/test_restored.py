"""Backups as they are restored: rows and files come back as they were, or nothing changes."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import connection

from core.backups import postgresql
from core.backups.layout import (
    BackupError,
    differences,
)
from core.backups.making import make_backup
from core.backups.restoring import plan_restore, restore
from core.backups.rows import count_rows
from demo.factories.accounts import UserFactory
from demo.factories.library import FileFactory, RecordFactory
from tests.core.backups.night import NIGHT, contents, environment_of, on_postgres, some_work

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("places"),
]


def test_rows_and_files_come_back_as_they_were(
    folder, migrated, empty_database, settings, tmp_path
):
    file = some_work()
    made = make_backup(folder=folder, at=NIGHT)
    elsewhere = FileSystemStorage(tmp_path / "restored-media")

    plan = plan_restore(folder=folder, database=empty_database, storage=elsewhere)
    said: list[str] = []
    restore(plan, replace=False, say=said.append, database=empty_database, storage=elsewhere)

    rows = count_rows(connection)
    assert rows["accounts_user"] > 2
    assert (count_rows(empty_database), made.description.rows) == (rows, rows)
    assert contents(tmp_path / "restored-media") == contents(Path(settings.MEDIA_ROOT))
    assert made.description.files == 1
    assert [line.partition(",")[0] for line in plan.steps()] == [
        f"Restore {made.path}",
        "Empty the cache.",
    ]
    with elsewhere.open(file.content.name) as content:
        assert content.read() == file.content.read()
    # The copy is taken up as it is: a second look at it finds nothing to complain of.
    assert list(differences(made.path)) == []


SEARCHES = """
import os, sys
sys.path[:0] = [os.getcwd(), "platform"]
import django
django.setup()
from django.test import Client
from library.catalogue.models import File
client = Client(headers={"Host": "localhost"})
page = client.get("/library/?q=lungs")
print(page.status_code, "Cold homes and children" in page.content.decode())
answer = client.get(File.objects.get().get_absolute_url())
print(answer.status_code, b"".join(answer.streaming_content).decode().split()[0])
"""


def test_the_command_restores_a_system_in_which_search_and_files_work(
    folder, migrated, empty_database, tmp_path
):
    some_work()
    call_command("backup", folder)
    environment = environment_of(empty_database, tmp_path)
    empty_database.close()

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=site_settings.BASE_DIR, env=environment, capture_output=True, text=True,
        )  # fmt: skip

    first = run("manage.py", "restore", str(folder))
    looked = run("-c", SEARCHES)
    second = run("manage.py", "restore", str(folder))
    third = run("manage.py", "restore", str(folder), "--replace")

    assert (first.returncode, first.stderr) == (0, "")
    assert looked.stdout.splitlines() == ["200 True", "200 place,rate"], looked.stderr
    assert second.returncode == 1
    assert "This system is not empty" in second.stderr
    assert (third.returncode, third.stderr) == (0, "")
    assert count_rows(empty_database) == count_rows(connection)


@on_postgres
def test_a_restore_that_fails_changes_nothing(folder, migrated, empty_database):
    made = make_backup(folder=folder, at=NIGHT)
    with empty_database.cursor() as cursor:
        cursor.execute("CREATE TABLE accounts_user (id integer)")
    dump = (made.path / "database.dump").read_bytes()
    cut = folder / "cut.dump"
    cut.write_bytes(dump[: len(dump) // 2])

    with pytest.raises(BackupError, match="was not restored and is as before"):
        postgresql.put_back(empty_database, cut)

    assert count_rows(empty_database) == {"accounts_user": 0}


@pytest.mark.concurrency
def test_each_file_that_a_row_names_is_in_a_backup_that_was_made_while_people_upload(
    folder, migrated, empty_database, tmp_path
):
    record, editor = RecordFactory(), UserFactory()
    is_over = threading.Event()
    uploaded = []

    def upload() -> None:
        while not is_over.is_set() and len(uploaded) < 10:
            content = b"place,rate\nLeeds,%d\n" % len(uploaded)
            uploaded.append(FileFactory(record=record, by=editor, content=content))
        connection.close()

    uploader = threading.Thread(target=upload)
    uploader.start()
    while not uploaded:
        time.sleep(0.01)
    make_backup(folder=folder, at=NIGHT)
    is_over.set()
    uploader.join()
    elsewhere = FileSystemStorage(tmp_path / "restored-media")
    plan = plan_restore(folder=folder, database=empty_database, storage=elsewhere)
    restore(plan, replace=False, say=str, database=empty_database, storage=elsewhere)

    with empty_database.cursor() as cursor:
        cursor.execute("SELECT content FROM library_file")
        named = {name for (name,) in cursor.fetchall()}
    assert named
    assert {name for name in named if not elsewhere.exists(name)} == set()
