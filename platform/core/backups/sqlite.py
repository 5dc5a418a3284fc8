"""Copies of an SQLite database, by SQLite's own online backup."""

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from core.backups.layout import BackupError, Description, open_private
from core.backups.rows import count_rows

_SECONDS_TO_WAIT = 60
# SQLite keeps what is not yet written into the database in these files beside it.
_BESIDE = ("", "-wal", "-shm")


def version(database: BaseDatabaseWrapper) -> int:
    return sqlite3.sqlite_version_info[0]


def copy(database: BaseDatabaseWrapper, target: Path) -> dict[str, int]:
    """Copy the database as it is at one moment, while others go on writing, and return its rows by table."""
    source = quote(str(database.settings_dict["NAME"]))
    os.close(open_private(str(target), os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    try:
        with (
            closing(
                sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=_SECONDS_TO_WAIT)
            ) as there,
            closing(sqlite3.connect(target)) as copied,
        ):
            there.backup(copied)
            # One file that needs no others beside it; SQLite turns the log on again when the site opens it.
            copied.execute("PRAGMA journal_mode=DELETE")
        counts = _check(database, target)
    except (sqlite3.Error, DatabaseError) as error:
        raise BackupError(f"The database could not be copied: {error}.") from error
    with target.open("rb") as content:
        os.fsync(content.fileno())
    return counts


def _check(database: BaseDatabaseWrapper, file: Path) -> dict[str, int]:
    """Look whether the copy is sound, and count its rows. Django's connection knows the functions of its constraints."""
    copied = database.copy("backup")
    copied.settings_dict["NAME"] = str(file)
    copied.settings_dict["OPTIONS"].pop("init_command", None)
    with closing(copied), copied.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        (answer,) = cursor.fetchone()
        if answer != "ok":
            raise BackupError(f"The database is damaged, which its copy shows: {answer}.")
        return count_rows(copied)


def refuse(database: BaseDatabaseWrapper, description: Description) -> None:
    """Refuse nothing: every SQLite of our time reads the files of the others."""


def put_back(database: BaseDatabaseWrapper, copied: Path) -> str:
    """Put the copy in the place of the database. The former one stays beside it under another name."""
    place = Path(database.settings_dict["NAME"])
    had_tables = bool(database.introspection.table_names())
    database.close()
    place.parent.mkdir(parents=True, exist_ok=True)
    waiting = place.with_name(f".{place.name}.restoring")
    with copied.open("rb") as content, open(waiting, "wb", opener=open_private) as written:
        shutil.copyfileobj(content, written, 1024 * 1024)
        written.flush()
        os.fsync(written.fileno())
    former = f"{place}.before-restore-{time.strftime('%Y%m%dT%H%M%S')}"
    said = "There was no database before."
    for ending in reversed(_BESIDE):
        if not os.path.exists(f"{place}{ending}"):
            continue
        if had_tables:
            os.replace(f"{place}{ending}", f"{former}{ending}")
            said = f"The former database is kept as {former}; delete it when all is well."
        else:
            os.remove(f"{place}{ending}")
    os.replace(waiting, place)
    return said
