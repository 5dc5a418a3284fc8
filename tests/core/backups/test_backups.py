"""Backups: whole or not at all, for their owner alone, and restored as they were."""

import datetime as dt
import json
import os
import resource
import signal
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from core.backups import postgresql
from core.backups.databases import applied_migrations
from core.backups.layout import (
    BackupError,
    backups_in,
    differences,
    last_backup,
    read_checksums,
    read_description,
)
from core.backups.making import make_backup
from core.backups.restoring import plan_restore, restore
from core.backups.rows import count_rows
from core.tasks import back_up
from demo.factories.accounts import UserFactory
from demo.factories.library import FileFactory, RecordFactory
from library.catalogue.models import File

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NIGHT = dt.datetime(2026, 11, 29, 3, 30, tzinfo=dt.UTC)
on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="Needs PostgreSQL")
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="Needs SQLite")


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Uploaded files and the note of the last backup of this test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.VAR_DIR = tmp_path


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def migrated(settings):
    """Note all migrations as applied: the tables of the tests were made from the models."""
    settings.MIGRATION_MODULES = {}
    call_command("migrate", fake=True, verbosity=0)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(MigrationRecorder.Migration)


@pytest.fixture
def empty_database(tmp_path):
    """One more database beside that of the tests, with nothing in it."""
    other = connection.copy("restored")
    if connection.vendor == "sqlite":
        other.settings_dict["NAME"] = str(tmp_path / "restored.sqlite3")
        with closing(other):
            yield other
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    other.settings_dict["NAME"] = name
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    with closing(other):
        yield other
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def some_work() -> File:
    UserFactory.create_batch(2)
    RecordFactory(title="Cold homes and children’s lungs")
    return FileFactory()


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


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


def environment_of(database, tmp_path) -> dict[str, str]:
    given = database.settings_dict
    address = f"sqlite:///{given['NAME']}"
    if database.vendor == "postgresql":
        account = given["USER"] + (f":{given['PASSWORD']}" if given["PASSWORD"] else "")
        place = f"{given['HOST'] or '127.0.0.1'}:{given['PORT'] or 5432}"
        address = f"postgres://{account}@{place}/{given['NAME']}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "1",
        "DEMO": "0",
        "PRAXIS_VAR": str(tmp_path / "elsewhere"),
        "MEDIA_ROOT": str(tmp_path / "elsewhere" / "media"),
        "DATABASE_URL": address,
        "REDIS_URL": "",
    }


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


def test_what_is_made_is_for_its_owner_alone_and_noted(folder):
    some_work()

    made = make_backup(folder=folder, at=NIGHT)

    files = [path for path in made.path.rglob("*") if path.is_file()]
    folders = [folder, made.path, *(path for path in made.path.rglob("*") if path.is_dir())]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    noted = last_backup()
    assert noted is not None
    assert (noted.path, noted.size) == (str(made.path), made.description.size)
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=made.path
    )
    assert checked.returncode == 0


def test_a_file_that_did_not_change_is_linked_and_one_that_did_is_copied(folder, settings):
    storage = FileSystemStorage(settings.MEDIA_ROOT)
    for name in ("same.txt", "changed.txt", "gone.txt"):
        storage.save(name, ContentFile(b"before"))
    first = make_backup(folder=folder, at=NIGHT).path
    (Path(settings.MEDIA_ROOT) / "changed.txt").write_bytes(b"after.")
    storage.delete("gone.txt")

    second = make_backup(folder=folder, at=NIGHT + dt.timedelta(days=1)).path

    assert contents(first / "media") == dict.fromkeys(
        ["same.txt", "changed.txt", "gone.txt"], b"before"
    )
    assert contents(second / "media") == {"same.txt": b"before", "changed.txt": b"after."}
    assert (first / "media/same.txt").samefile(second / "media/same.txt")
    assert not (first / "media/changed.txt").samefile(second / "media/changed.txt")
    assert list(differences(second)) == []


def test_old_backups_are_dropped_and_the_new_one_stays(folder):
    dropped = []
    for day in range(12):
        dropped += make_backup(folder=folder, at=NIGHT + dt.timedelta(days=day)).dropped

    # The last seven nights; the first one as the end of its week, the second as the end of its month.
    assert [path.name for path in backups_in(folder)] == [
        *(f"praxis-202612{day:02}T033000Z" for day in range(10, 3, -1)),
        *("praxis-20261130T033000Z", "praxis-20261129T033000Z"),
    ]
    assert [path.name for path in dropped] == [
        f"praxis-202612{day:02}T033000Z" for day in range(1, 4)
    ]


@pytest.mark.parametrize(
    ("harm", "complaint"),
    [
        (lambda path: (path / "media/a.txt").write_bytes(b"other"), "media/a.txt has changed"),
        (lambda path: (path / "media/a.txt").unlink(), "media/a.txt is missing"),
        (lambda path: (path / "media/b.txt").write_bytes(b"new"), "media/b.txt is not in the list"),
        (lambda path: (path / "SHA256SUMS").unlink(), "The list of checksums of"),
        (lambda path: (path / "SHA256SUMS").write_text("x"), "is damaged: 'x'"),
        (
            lambda path: (path / "SHA256SUMS").write_text(f"{'0' * 64}  ../../etc/passwd\n"),
            "is damaged",
        ),
        (lambda path: (path / "backup.json").write_text("{}"), "is not a backup of Praxis"),
        (lambda path: (path / "backup.json").write_text("[]"), "is not a backup of Praxis"),
    ],
)
def test_a_damaged_backup_is_refused_and_says_where(folder, settings, harm, complaint):
    FileSystemStorage(settings.MEDIA_ROOT).save("a.txt", ContentFile(b"words"))
    harm(make_backup(folder=folder, at=NIGHT).path)

    with pytest.raises(BackupError, match=complaint):
        plan_restore(folder=folder)


def test_a_system_with_people_is_not_overwritten_and_a_dry_run_changes_nothing(
    folder, migrated, capsys
):
    UserFactory()
    call_command("backup", folder)
    later = UserFactory()

    call_command("restore", folder, dry_run=True, replace=True)
    with pytest.raises(CommandError, match=r"not empty: \d+ accounts\. Nothing was changed"):
        call_command("restore", folder)

    later.refresh_from_db()
    assert "REPLACE what is here now" in capsys.readouterr().out


def test_a_backup_of_a_newer_version_is_refused_and_an_older_one_is_migrated(folder, migrated):
    made = make_backup(folder=folder, at=NIGHT)
    older = applied_migrations(connection)
    description = json.loads((made.path / "backup.json").read_text())

    def plan_with(app: str, names: list[str]):
        migrations = {**older, app: names}
        (made.path / "backup.json").write_text(json.dumps(description | {"migrations": migrations}))
        return plan_restore_unchecked(made.path)

    assert plan_with("library", older["library"][:-1]).needs_migrating
    assert not plan_with("library", older["library"]).needs_migrating
    with pytest.raises(BackupError, match=r"newer version, Praxis .* library\.9999_to_come"):
        plan_with("library", [*older["library"], "9999_to_come"])


def plan_restore_unchecked(path: Path):
    """Plan after the checksum of the changed description was set right."""
    from core.backups.layout import sha256_of, write_checksums

    sums = {**read_checksums(path), "backup.json": sha256_of(path / "backup.json")}
    write_checksums(path, sums)
    return plan_restore(folder=path)


def test_a_backup_of_another_kind_of_database_is_refused(folder, migrated):
    made = make_backup(folder=folder, at=NIGHT)
    text = (made.path / "backup.json").read_text()
    (made.path / "backup.json").write_text(text.replace(f'"{connection.vendor}"', '"oracle"'))

    with pytest.raises(BackupError, match="The backup is of oracle, and DATABASE_URL names"):
        plan_restore_unchecked(made.path)


def test_a_folder_among_the_uploads_is_refused_as_each_backup_would_hold_the_others(settings):
    with pytest.raises(BackupError, match="lies among the uploaded files"):
        make_backup(folder=Path(settings.MEDIA_ROOT) / "backups", at=NIGHT)


def test_two_backups_at_once_are_one(folder, settings):
    class Slow(FileSystemStorage):
        def listdir(self, path):
            with pytest.raises(BackupError, match="Another backup is being made"):
                make_backup(folder=folder, at=NIGHT + dt.timedelta(seconds=1))
            return super().listdir(path)

    (settings.VAR_DIR / "media").mkdir()
    made = make_backup(folder=folder, at=NIGHT, storage=Slow(settings.MEDIA_ROOT))

    assert backups_in(folder) == [made.path]


def start_backup(folder: Path, tmp_path: Path, **options) -> "subprocess.Popen[str]":
    environment = environment_of(connection, tmp_path) | {"MEDIA_ROOT": str(tmp_path / "media")}
    return subprocess.Popen(
        [sys.executable, "manage.py", "backup", str(folder)],
        cwd=site_settings.BASE_DIR, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
    )  # fmt: skip


def test_a_killed_backup_leaves_nothing_that_looks_like_one(folder, tmp_path):
    (tmp_path / "media").mkdir()
    # Whoever reads this "file" waits for ever.
    os.mkfifo(tmp_path / "media" / "waits")
    killed = start_backup(folder, tmp_path)
    for _try in range(300):
        if list(folder.glob(".unfinished-*/media")):
            break
        time.sleep(0.1)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()

    left = [path.name for path in folder.glob(".unfinished-*")]
    whole = backups_in(folder)
    (tmp_path / "media" / "waits").unlink()
    made = make_backup(folder=folder, at=NIGHT)

    assert (len(left), whole) == (1, [])
    assert backups_in(folder) == [made.path]
    assert list(folder.glob(".unfinished-*")) == []


def test_a_full_disk_is_told_and_leaves_nothing_half(folder, tmp_path):
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "large").write_bytes(b"x" * 3_000_000)
    most = 2_000_000
    full = start_backup(
        folder, tmp_path, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    )

    _said, complaint = full.communicate()

    assert full.returncode == 1
    assert "No backup was made, and nothing is left of it: File too large" in complaint
    assert "Traceback" not in complaint
    assert [path.name for path in folder.iterdir()] == [".lock"]


@on_sqlite
def test_a_full_disk_during_the_copy_of_the_database_is_told(folder, tmp_path):
    full = start_backup(
        folder,
        tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (90_000,) * 2),
    )

    _said, complaint = full.communicate()

    assert full.returncode == 1
    assert "The database could not be copied" in complaint
    assert [path.name for path in folder.iterdir()] == [".lock"]


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_folder_that_is_none_is_told(tmp_path, command):
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError):
        call_command(command, tmp_path / "file" / "backups")


@on_postgres
@pytest.mark.parametrize(
    ("major", "complaint"),
    [
        (1, r"is of version \d+, and the server is PostgreSQL 1.*postgresql-client-1"),
        (0, "not installed"),
    ],
)
def test_programs_of_another_version_are_refused_in_plain_words(
    folder, monkeypatch, major, complaint
):
    if not major:
        monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(postgresql, "version", lambda _database: major)

    with pytest.raises(BackupError, match=complaint):
        postgresql.copy(connection, folder / "database.dump")


@on_postgres
def test_a_dump_of_a_newer_server_is_refused(folder, migrated):
    made = make_backup(folder=folder, at=NIGHT)
    description = json.loads((made.path / "backup.json").read_text())
    (made.path / "backup.json").write_text(json.dumps(description | {"database_version": 99}))

    with pytest.raises(BackupError, match="comes from PostgreSQL 99"):
        plan_restore_unchecked(made.path)


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


def test_a_description_says_what_is_in_the_backup(folder, migrated):
    made = make_backup(folder=folder, at=NIGHT)

    described = read_description(made.path)

    assert described == made.description
    assert (described.database, described.files) == (connection.vendor, 0)
    assert described.rows == count_rows(connection)
    assert described.size == sum(
        (made.path / name).stat().st_size
        for name in read_checksums(made.path)
        if name != "backup.json"
    )


def test_the_nightly_job_makes_one_where_a_folder_is_set_and_tells_what_failed(
    folder, settings, caplog
):
    settings.BACKUP_DIR = ""
    back_up.delay()
    none_yet = last_backup()
    settings.BACKUP_DIR = str(folder)
    back_up.delay()
    (folder / "file").write_text("")
    settings.BACKUP_DIR = str(folder / "file" / "inside")
    back_up.delay()

    assert none_yet is None
    assert len(backups_in(folder)) == 1
    errors = [record.message for record in caplog.records if record.levelname == "ERROR"]
    assert errors == ["The nightly backup was not made."]


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
