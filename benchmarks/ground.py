"""A temporary folder and database for one run."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

_POSTGRES = {"postgres", "postgresql", "psql", "pgsql"}


@contextmanager
def ground() -> Iterator[Path]:
    """Give the run its own folder, and its own database on the server that ``DATABASE_URL`` names.

    Without a PostgreSQL server the database is a SQLite file in that folder. Whatever the address names
    already is left alone. Enter before the settings are read.
    """
    with tempfile.TemporaryDirectory(prefix="praxis-bench-") as name:
        os.environ["PRAXIS_VAR"] = name
        address = os.environ.pop("DATABASE_URL", "")
        if urlsplit(address).scheme not in _POSTGRES:
            yield Path(name)
            return
        with _own_database(address) as own:
            os.environ["DATABASE_URL"] = own
            yield Path(name)


@contextmanager
def django_ground() -> Iterator[Path]:
    """Give the run ``ground()``, with Django set up on it by the settings of the benchmarks."""
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "platform")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    os.environ["DEBUG"] = "0"
    with ground() as folder:
        # Only now may the settings be read.
        import django

        django.setup()
        yield folder


@contextmanager
def _own_database(address: str) -> Iterator[str]:
    server = urlsplit(address)._replace(scheme="postgresql")
    name = f"praxis_bench_{os.getpid()}"
    with psycopg.connect(server.geturl(), autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            yield server._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
