"""The uploaded files of a backup, read from and written to whichever storage holds them."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import Storage

from core.backups.layout import MEDIA, BackupError, make_private, open_private, read_checksums

# The moment at which a file was changed goes through a floating number on its way.
_SECONDS_OF_ROUNDING = 0.001


@dataclass(frozen=True)
class Previous:
    """The backup before this one, whose unchanged files are linked in place of being copied."""

    folder: Path
    sums: dict[str, str]

    @classmethod
    def of(cls, backup: Path) -> "Previous":
        return cls(backup, read_checksums(backup))


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the names of all files in the storage; none where it does not exist yet."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        # A storage of objects may list a folder as an empty name in itself.
        if name:
            yield os.path.join(folder, name)
    for inner in sorted(folders):
        yield from names_in(storage, os.path.join(folder, inner))


def copy_media(storage: Storage, backup: Path, *, previous: Previous | None) -> dict[str, str]:
    """Copy the files that the backup does not hold yet and return their checksums, by path in the backup.

    A file that has the size and time of the one in the previous backup is linked to it. One that is deleted
    meanwhile is left out.
    """
    sums = {}
    for name in names_in(storage):
        path = f"{MEDIA}/{name}"
        if "\n" in name:
            raise BackupError(
                f"The uploaded file {name!r} has a line break in its name. Rename it."
            )
        if (backup / path).exists():
            continue
        try:
            sums[path] = _copy(storage, name, backup / path, path, previous)
        except FileNotFoundError:
            (backup / path).unlink(missing_ok=True)
    return sums


def _copy(storage: Storage, name: str, target: Path, path: str, previous: Previous | None) -> str:
    make_private(target.parent)
    changed_at = storage.get_modified_time(name).timestamp()
    if previous and (digest := previous.sums.get(path)):
        before = previous.folder / path
        if _is_same(before, storage.size(name), changed_at) and _link(before, target):
            return digest
    digest = _write(storage, name, target)
    os.utime(target, (changed_at, changed_at))
    return digest


def _is_same(before: Path, size: int, changed_at: float) -> bool:
    try:
        there = before.stat()
    except FileNotFoundError:
        return False
    return there.st_size == size and abs(there.st_mtime - changed_at) < _SECONDS_OF_ROUNDING


def _link(before: Path, target: Path) -> bool:
    """Link the file, or tell that this disk knows no links."""
    try:
        os.link(before, target)
    except OSError:
        return False
    return True


def _write(storage: Storage, name: str, target: Path) -> str:
    digest = hashlib.sha256()
    with (
        storage.open(name) as content,
        open(target, "xb", opener=open_private) as copy,
    ):
        for chunk in content.chunks():
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest()


def put_media_back(storage: Storage, backup: Path) -> int:
    """Save the backup's files in the storage under their own names and return how many were written.

    Repeats safely: what is there with the same content is left alone.
    """
    written = 0
    for path, digest in sorted(read_checksums(backup).items()):
        folder, _slash, name = path.partition("/")
        if folder != MEDIA or _holds(storage, name, digest):
            continue
        storage.delete(name)
        with (backup / path).open("rb") as content:
            saved = storage.save(name, File(content))
        if saved != name:
            raise BackupError(f"The uploaded file {name} was saved as {saved}. Try again.")
        written += 1
    return written


def _holds(storage: Storage, name: str, digest: str) -> bool:
    try:
        with storage.open(name) as content:
            there = hashlib.sha256()
            for chunk in content.chunks():
                there.update(chunk)
    except (FileNotFoundError, SuspiciousFileOperation):
        return False
    return there.hexdigest() == digest


def remove_other_media(storage: Storage, backup: Path) -> int:
    """Delete the files of the storage that the backup does not hold, and return how many."""
    ours = {path.partition("/")[2] for path in read_checksums(backup) if path.startswith(MEDIA)}
    others = [name for name in names_in(storage) if name not in ours]
    for name in others:
        storage.delete(name)
    return len(others)
