"""Making a backup: whole, or not at all."""

import datetime as dt
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import Storage, default_storage
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from core.backups.databases import applied_migrations, kind_of
from core.backups.keeping import drop, kept
from core.backups.layout import (
    DESCRIPTION,
    MEDIA,
    UNFINISHED,
    BackupError,
    Description,
    backups_in,
    make_private,
    moment_of,
    name_at,
    note_last_backup,
    sha256_of,
    write_checksums,
)
from core.backups.media import Previous, copy_media
from core.operation.versions import praxis_version

_LOCK = ".lock"


@dataclass(frozen=True)
class Made:
    """A backup that was made, and the old ones that were dropped after it."""

    path: Path
    description: Description
    dropped: list[Path]


def make_backup(
    *,
    folder: Path,
    at: dt.datetime,
    database: BaseDatabaseWrapper = connection,
    storage: Storage = default_storage,
) -> Made:
    """Save database and uploaded files together in the folder, then drop the old backups that are not kept.

    The copy has a temporary name until it is whole and on the disk. Raises ``BackupError`` when it cannot be
    made, for example on a full disk, or when another backup is being made there; nothing is left of it then.
    """
    inside = getattr(storage, "location", None)
    if inside and folder.absolute().is_relative_to(Path(inside).absolute()):
        raise BackupError(f"{folder} lies among the uploaded files. Choose a folder elsewhere.")
    try:
        make_private(folder)
        with _only_one(folder):
            return _make(folder, at, database, storage)
    except OSError as error:
        raise BackupError(
            f"No backup was made, and nothing is left of it: {error.strerror or error}"
            f" ({error.filename or folder})."
        ) from error


def _make(folder: Path, at: dt.datetime, database: BaseDatabaseWrapper, storage: Storage) -> Made:
    for left in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left)
    place = folder / name_at(at)
    if place.exists():
        raise BackupError(f"{place} is there already. Wait a second and try again.")
    before = next((old for old in backups_in(folder) if moment_of(old) < at), None)
    unfinished = folder / f"{UNFINISHED}{place.name}"
    unfinished.mkdir(mode=0o700)
    try:
        description = _fill(unfinished, before, database, storage)
        unfinished.rename(place)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    _see_onto_disk(folder)
    note_last_backup(place, description)
    old = backups_in(folder)
    dropped = sorted(set(old) - kept(old) - {place})
    for each in dropped:
        drop(each)
    return Made(place, description, dropped)


def _fill(
    folder: Path, before: Path | None, database: BaseDatabaseWrapper, storage: Storage
) -> Description:
    """Copy the files, the database, and then the files that came meanwhile.

    So every file that the copied database names is there: uploads come before the rows that name them, and what
    is deleted after the first round is still in the copy.
    """
    kind = kind_of(database)
    previous = Previous.of(before) if before else None
    sums = copy_media(storage, folder, previous=previous)
    made_at = dt.datetime.now(dt.UTC)
    migrations = applied_migrations(database)
    rows = kind.copy(database, folder / kind.file)
    sums |= copy_media(storage, folder, previous=previous)
    files = len(sums)
    sums[kind.file] = sha256_of(folder / kind.file)
    description = Description(
        made_at=made_at.isoformat(timespec="seconds"),
        praxis=praxis_version(),
        database=database.vendor,
        database_version=kind.version(database),
        migrations=migrations,
        rows=rows,
        files=files,
        size=sum((folder / name).stat().st_size for name in sums),
    )
    description.write(folder)
    sums[DESCRIPTION] = sha256_of(folder / DESCRIPTION)
    write_checksums(folder, sums)
    (folder / MEDIA).mkdir(mode=0o700, exist_ok=True)
    return description


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Keep a second backup out of the folder. The lock ends with its process, however that ends."""
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"Another backup is being made in {folder}. Wait for it.") from None
        yield


def _see_onto_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
