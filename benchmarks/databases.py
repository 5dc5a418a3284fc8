"""A temporary database for each measurement, of the configured kind."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection


@contextmanager
def own_database(prefix: str) -> Iterator[None]:
    """Work in a new database with the tables of the library."""
    configured = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        name = f"{prefix}_{secrets.token_hex(6)}"
        _execute(f'CREATE DATABASE "{name}"')
        with _named(name, configured):
            try:
                yield
            finally:
                _use(configured)
                _execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        return
    with (
        tempfile.TemporaryDirectory(prefix=f"{prefix}_") as folder,
        _named(str(Path(folder) / "praxis.sqlite3"), configured),
    ):
        yield


@contextmanager
def _named(name: str, configured: str) -> Iterator[None]:
    _use(name)
    try:
        call_command("migrate", "library", verbosity=0)
        yield
    finally:
        _use(configured)


def _use(name: str) -> None:
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
