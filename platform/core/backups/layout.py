"""The folder of one backup: its name, its description, and the checksums of its files.

praxis-20261129T033000Z/
    backup.json       what was saved, from which version, with how many rows
    SHA256SUMS        the checksum of every other file; ``sha256sum --check`` reads it
    database.dump     what ``pg_dump`` wrote, or ``database.sqlite3``
    media/            the uploaded files
"""

import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

DESCRIPTION = "backup.json"
CHECKSUMS = "SHA256SUMS"
MEDIA = "media"
_FORMAT = 1
_NAME = "praxis-%Y%m%dT%H%M%SZ"
_IS_NAME = re.compile(r"praxis-\d{8}T\d{6}Z")
UNFINISHED = ".unfinished-"
_CHUNK = 1024 * 1024


class BackupError(Exception):
    """No backup was made, or none restored. The text says why and what to do."""


@dataclass(frozen=True)
class Description:
    """What a backup holds, and which code can take it over."""

    made_at: str
    """The moment of the copy of the database, in UTC (ISO 8601)."""
    praxis: str
    database: str
    """``sqlite`` or ``postgresql``."""
    database_version: int
    """The major version of the server; for SQLite, of the program that made the copy."""
    migrations: dict[str, list[str]]
    """The migrations that had been applied, by app."""
    rows: dict[str, int]
    """The number of rows of each table."""
    files: int
    """The number of uploaded files."""
    size: int
    """The bytes of all files of the backup."""

    def write(self, folder: Path) -> None:
        """Write the description into the folder of the backup."""
        text = json.dumps({"format": _FORMAT, **asdict(self)}, indent=1, sort_keys=True)
        write_private(folder / DESCRIPTION, text + "\n")


def name_at(moment: dt.datetime) -> str:
    """Return the name of a backup that was begun at this moment."""
    return moment.astimezone(dt.UTC).strftime(_NAME)


def moment_of(backup: Path) -> dt.datetime:
    """Return when the backup of this name was begun."""
    return dt.datetime.strptime(backup.name, _NAME).replace(tzinfo=dt.UTC)


def backups_in(folder: Path) -> list[Path]:
    """Return the whole backups in the folder, the newest first. What a killed one left is not among them."""
    if not folder.is_dir():
        return []
    whole = [
        path
        for path in folder.iterdir()
        if _IS_NAME.fullmatch(path.name) and (path / DESCRIPTION).is_file()
    ]
    return sorted(whole, key=lambda path: path.name, reverse=True)


def read_description(backup: Path) -> Description:
    """Read what the backup holds. Raises ``BackupError`` for anything that is not a backup of ours."""
    try:
        values: dict[str, Any] = json.loads((backup / DESCRIPTION).read_text(encoding="utf-8"))
        written_as = values.pop("format")
        if written_as != _FORMAT:
            raise BackupError(
                f"{backup} is written in form {written_as}, and this version reads form {_FORMAT}."
                " Install the version of Praxis that made it."
            )
        return Description(**values)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{backup} is not a backup of Praxis: {error}") from error


def write_checksums(backup: Path, sums: dict[str, str]) -> None:
    """Write the SHA-256 of each file, by its path from the backup's folder, as ``sha256sum`` does."""
    lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items())]
    write_private(backup / CHECKSUMS, "".join(lines))


def read_checksums(backup: Path) -> dict[str, str]:
    """Return the noted SHA-256 of each file. Raises ``BackupError`` when the list is missing or damaged."""
    try:
        lines = (backup / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(f"The list of checksums of {backup} cannot be read: {error}") from error
    sums = {}
    for line in lines:
        digest, _space, name = line.partition("  ")
        if not re.fullmatch(r"[0-9a-f]{64}", digest) or not _stays_inside(name):
            raise BackupError(f"The list of checksums of {backup} is damaged: {line[:100]!r}")
        sums[name] = digest
    return sums


def _stays_inside(name: str) -> bool:
    path = Path(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts


def differences(backup: Path) -> Iterator[str]:
    """Read every file of the backup and yield, in words, each that is missing, damaged or too many."""
    sums = read_checksums(backup)
    there = set(_files_of(backup)) - {CHECKSUMS}
    for name in sorted(there - set(sums)):
        yield f"{name} is not in the list of checksums"
    for name, digest in sorted(sums.items()):
        if name not in there:
            yield f"{name} is missing"
        elif sha256_of(backup / name) != digest:
            yield f"{name} has changed since the backup was made"
    files = sum(name.startswith(f"{MEDIA}/") for name in sums)
    if DESCRIPTION in sums and files != (expected := read_description(backup).files):
        yield f"the list of checksums has {files} uploaded files, and there were {expected}"
    if DESCRIPTION not in sums:
        yield f"{DESCRIPTION} is not in the list of checksums"


def _files_of(backup: Path) -> Iterator[str]:
    for folder, _folders, names in os.walk(backup):
        for name in names:
            yield (Path(folder) / name).relative_to(backup).as_posix()


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file of any size."""
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def make_private(folder: Path) -> None:
    """Make the folder, and those above it that are missing, for this user alone (0700)."""
    for each in reversed([folder, *folder.parents]):
        if not each.exists():
            each.mkdir(mode=0o700, exist_ok=True)


def write_private(file: Path, text: str) -> None:
    """Write a file that only this user may read (0600), and see it onto the disk."""
    with open(file, "w", encoding="utf-8", opener=open_private) as content:
        content.write(text)
        content.flush()
        os.fsync(content.fileno())


def open_private(path: str, flags: int) -> int:
    """Open a file so that a new one is for this user alone (0600)."""
    return os.open(path, flags, 0o600)


def last_backup_file() -> Path:
    return Path(settings.VAR_DIR) / "last-backup.json"


@dataclass(frozen=True)
class LastBackup:
    """The last backup that was made whole on this machine."""

    path: str
    made_at: dt.datetime
    size: int


def note_last_backup(backup: Path, description: Description) -> None:
    """Note the backup where ``doctor`` looks for it, in whichever folder it stands."""
    values = {"path": str(backup), "made_at": description.made_at, "size": description.size}
    file = last_backup_file()
    waiting = file.with_suffix(".waiting")
    write_private(waiting, json.dumps(values))
    waiting.replace(file)


def last_backup() -> LastBackup | None:
    """Return the last backup that was made whole, or nothing when none was noted."""
    try:
        values = json.loads(last_backup_file().read_text(encoding="utf-8"))
        made_at = dt.datetime.fromisoformat(values["made_at"])
        return LastBackup(path=values["path"], made_at=made_at, size=values["size"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
