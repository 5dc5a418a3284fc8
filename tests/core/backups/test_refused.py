"""Backups that are refused, in plain words: damaged ones, those of other versions, and those in the way of people."""

import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from core.backups import postgresql
from core.backups.databases import applied_migrations
from core.backups.layout import (
    BackupError,
)
from core.backups.making import make_backup
from core.backups.restoring import plan_restore
from demo.factories.accounts import UserFactory
from tests.core.backups.night import NIGHT, on_postgres, plan_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("places"),
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
    steps = [name for name in older["library"] if "squashed" not in name]
    description = json.loads((made.path / "backup.json").read_text())

    def plan_with(app: str, names: list[str]):
        migrations = {**older, app: names}
        (made.path / "backup.json").write_text(json.dumps(description | {"migrations": migrations}))
        return plan_of(made.path)

    assert plan_with("library", steps[:-1]).needs_migrating
    assert not plan_with("library", steps).needs_migrating
    assert not plan_with("library", older["library"]).needs_migrating
    # As an installation has it that began with an earlier squashed migration.
    assert not plan_with("library", [f"0001_squashed_{steps[5]}", *steps]).needs_migrating
    with pytest.raises(BackupError, match=r"newer version, Praxis .* library\.9999_to_come"):
        plan_with("library", [*older["library"], "9999_to_come"])


def test_a_backup_of_another_kind_of_database_is_refused(folder, migrated):
    made = make_backup(folder=folder, at=NIGHT)
    text = (made.path / "backup.json").read_text()
    (made.path / "backup.json").write_text(text.replace(f'"{connection.vendor}"', '"oracle"'))

    with pytest.raises(BackupError, match="The backup is of oracle, and DATABASE_URL names"):
        plan_of(made.path)


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
        plan_of(made.path)
