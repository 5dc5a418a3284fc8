"""Backups as they are written: whole or not at all, for their owner alone."""

import datetime as dt
import os
import resource
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connection

from core.backups.layout import (
    BackupError,
    backups_in,
    differences,
    last_backup,
    read_checksums,
    read_description,
)
from core.backups.making import make_backup
from core.backups.rows import count_rows
from core.tasks import back_up
from tests.core.backups.night import (
    NIGHT,
    contents,
    environment_of,
    on_sqlite,
    some_work,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("places"),
]


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
