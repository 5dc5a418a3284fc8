"""The room that is left where we write."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.utils.translation import gettext as _

from core.doctor.durations import gigabytes
from core.doctor.findings import Finding, fault, ok, warning

# Below this, a large upload or a backup may fail; below that, the next row may.
LITTLE = 2e9
NOTHING = 0.5e9


def look() -> Iterator[Finding]:
    """Tell of each folder how much room its disk has, once a disk, and whether we may write there."""
    disks: dict[int, list[tuple[str, Path]]] = {}
    for name, folder in _folders():
        there = _nearest(folder)
        if not os.access(there, os.W_OK):
            yield fault(
                _("Folder"),
                _("%(folder)s (%(name)s) cannot be written to") % {"folder": folder, "name": name},
                _("Make the user the site runs as its owner."),
            )
        disks.setdefault(there.stat().st_dev, []).append((name, there))
    for folders in disks.values():
        yield _room(", ".join(name for name, _folder in folders), folders[0][1])


def look_into_storage() -> Iterator[Finding]:
    """Tell whether uploads that are not in a folder of ours can be reached."""
    if isinstance(default_storage, FileSystemStorage):
        return
    default_storage.exists("praxis-doctor")
    yield ok(_("Uploads"), _("the storage answers"))


def _folders() -> Iterator[tuple[str, Path]]:
    """List the folders that we write to, with what each is for."""
    yield _("working files"), Path(settings.VAR_DIR)
    if isinstance(default_storage, FileSystemStorage):
        yield _("uploads"), Path(default_storage.location)
    if connection.vendor == "sqlite":
        yield _("database"), Path(connection.settings_dict["NAME"]).parent
    if settings.BACKUP_DIR:
        yield _("backups"), Path(settings.BACKUP_DIR)


def _nearest(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    return next(each for each in [folder, *folder.parents] if each.exists())


def _room(names: str, folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    what = _("Disk")
    words = _("%(free)s free for %(names)s") % {"free": gigabytes(free), "names": names}
    advice = _("Make room or take a larger disk: %(folder)s") % {"folder": folder}
    if free < NOTHING:
        return fault(what, words, advice)
    return warning(what, words, advice) if free < LITTLE else ok(what, words)
