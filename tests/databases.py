"""One more database beside that of the tests, for what migrates or restores one."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def one_more_database(name: str, *, folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """Make a database with nothing in it, and drop it at the end. On SQLite it is a file in the folder."""
    other = connection.copy(name)
    if connection.vendor == "sqlite":
        other.settings_dict["NAME"] = str(folder / f"{name}.sqlite3")
        with closing(other):
            yield other
        return
    full_name = f"{connection.settings_dict['NAME']}_{name}"
    other.settings_dict["NAME"] = full_name
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{full_name}"')
        cursor.execute(f'CREATE DATABASE "{full_name}"')
    with closing(other):
        yield other
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{full_name}" WITH (FORCE)')


def address_of(database: BaseDatabaseWrapper) -> str:
    """Return what ``DATABASE_URL`` says for this database."""
    name = database.settings_dict["NAME"]
    if database.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
