"""The database of a backup: a copy of one moment, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from core.backups import postgresql, sqlite
from core.backups.layout import BackupError, Description


@dataclass(frozen=True)
class Kind:
    """How the databases of one kind are copied and restored."""

    file: str
    """The name of the copy in the backup."""
    version: Callable[[BaseDatabaseWrapper], int]
    copy: Callable[[BaseDatabaseWrapper, Path], dict[str, int]]
    """Writes the copy and returns the number of rows of each table in it."""
    refuse: Callable[[BaseDatabaseWrapper, Description], None]
    """Raises ``BackupError`` when a copy of this description cannot be restored here."""
    put_back: Callable[[BaseDatabaseWrapper, Path], str]
    """Replaces all tables by those of the copy and says in words what became of the former ones."""


_KINDS = {
    "sqlite": Kind("database.sqlite3", sqlite.version, sqlite.copy, sqlite.refuse, sqlite.put_back),
    "postgresql": Kind(
        "database.dump",
        postgresql.version,
        postgresql.copy,
        postgresql.refuse,
        postgresql.put_back,
    ),
}


def kind_of(database: BaseDatabaseWrapper) -> Kind:
    """Return how this database is copied. Raises ``BackupError`` for one that we do not know."""
    try:
        return _KINDS[database.vendor]
    except KeyError:
        raise BackupError(
            f"Backups are made of SQLite and PostgreSQL, not of {database.display_name}."
        ) from None


def applied_migrations(database: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """Return the names of the migrations that were applied, by app."""
    applied: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(database).applied_migrations()):
        applied.setdefault(app, []).append(name)
    return applied


def unknown_migrations(migrations: dict[str, list[str]]) -> list[str]:
    """Return those of the migrations that this version of the code does not know: it is older than they are.

    A squashed one is named after its last step (decision 17), so that it is known after it was made anew.
    """
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    for squashed in loader.disk_migrations.values():
        known.update(squashed.replaces)
    return [
        f"{app}.{name}"
        for app, names in sorted(migrations.items())
        for name in names
        if known.isdisjoint({(app, name), (app, name.partition("_squashed_")[2])})
    ]


def are_all_applied(migrations: dict[str, list[str]]) -> bool:
    """Tell whether nothing is left to migrate after these migrations."""
    loader = MigrationLoader(None)
    applied = {(app, name) for app, names in migrations.items() for name in names}
    for key, squashed in loader.disk_migrations.items():
        if squashed.replaces and applied.issuperset(squashed.replaces):
            applied.add(key)
    return set(loader.graph.leaf_nodes()) <= applied
