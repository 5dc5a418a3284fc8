"""One night: some work to keep, the environment of a command, and a plan out of a changed description."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.db import connection

from core.backups.layout import (
    read_checksums,
    sha256_of,
    write_checksums,
)
from core.backups.restoring import plan_restore
from demo.factories.accounts import UserFactory
from demo.factories.library import FileFactory, RecordFactory
from library.catalogue.models import File
from tests.databases import address_of

NIGHT = dt.datetime(2026, 11, 29, 3, 30, tzinfo=dt.UTC)
on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="Needs PostgreSQL")
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="Needs SQLite")


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


def environment_of(database, tmp_path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "1",
        "DEMO": "0",
        "PRAXIS_VAR": str(tmp_path / "elsewhere"),
        "MEDIA_ROOT": str(tmp_path / "elsewhere" / "media"),
        "DATABASE_URL": address_of(database),
        "REDIS_URL": "",
    }


def plan_of(path: Path):
    """Plan to restore it after the checksum of its changed description was set right."""
    sums = {**read_checksums(path), "backup.json": sha256_of(path / "backup.json")}
    write_checksums(path, sums)
    return plan_restore(folder=path)
