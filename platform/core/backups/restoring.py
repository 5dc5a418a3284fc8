"""Restoring a backup: looked at first, then the files, the database, and what follows from both."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.storage import Storage, default_storage
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from core.backups.databases import are_all_applied, kind_of, unknown_migrations
from core.backups.layout import (
    DESCRIPTION,
    BackupError,
    Description,
    backups_in,
    differences,
    read_description,
)
from core.backups.media import names_in, put_media_back, remove_other_media
from core.backups.rows import count_rows

_MOST_DIFFERENCES = 10


@dataclass(frozen=True)
class Plan:
    """A backup that was found sound, and what to restore it here would do."""

    backup: Path
    description: Description
    accounts: int
    """The accounts that are here now."""
    has_files: bool
    needs_migrating: bool

    @property
    def replaces_something(self) -> bool:
        return bool(self.accounts) or self.has_files

    def steps(self) -> list[str]:
        """Say in words what will be done, in order."""
        held = self.description
        steps = [
            f"Restore {self.backup}, made at {held.made_at} by Praxis {held.praxis}:"
            f" {sum(held.rows.values())} rows in {len(held.rows)} tables, {held.files} uploaded files."
        ]
        if self.replaces_something:
            steps.append(
                f"REPLACE what is here now: {self.accounts} accounts"
                f"{' and uploaded files' if self.has_files else ''}."
            )
        if self.needs_migrating:
            steps.append("Migrate: the backup is of an older version.")
        return [*steps, "Empty the cache."]


def chosen_backup(folder: Path) -> Path:
    """Return the backup at this address: itself, or the newest in the folder."""
    if (folder / DESCRIPTION).is_file():
        return folder
    found = backups_in(folder)
    if not found:
        raise BackupError(f"There is no backup in {folder}.")
    return found[0]


def plan_restore(
    *,
    folder: Path,
    database: BaseDatabaseWrapper = connection,
    storage: Storage = default_storage,
) -> Plan:
    """Check the backup and what is here, and change nothing.

    Raises ``BackupError`` for a damaged backup, one of a newer version of Praxis or of the database, and one of
    another kind of database.
    """
    backup = chosen_backup(folder)
    description = read_description(backup)
    if found := list(islice(differences(backup), _MOST_DIFFERENCES)):
        raise BackupError(f"{backup} is damaged. Choose another one.\n  " + "\n  ".join(found))
    if description.database != database.vendor:
        raise BackupError(
            f"The backup is of {description.database}, and DATABASE_URL names {database.vendor}."
        )
    if unknown := unknown_migrations(description.migrations):
        raise BackupError(
            f"The backup was made by a newer version, Praxis {description.praxis}: this one does not know"
            f" {', '.join(unknown[:3])}. Install that version or a later one first."
        )
    kind_of(database).refuse(database, description)
    return Plan(
        backup=backup,
        description=description,
        accounts=_accounts(database),
        has_files=next(names_in(storage), None) is not None,
        needs_migrating=not are_all_applied(description.migrations),
    )


def _accounts(database: BaseDatabaseWrapper) -> int:
    table = get_user_model()._meta.db_table
    with database.cursor() as cursor:
        if table not in database.introspection.table_names(cursor):
            return 0
        cursor.execute(f"SELECT count(*) FROM {database.ops.quote_name(table)}")  # noqa: S608
        return int(cursor.fetchone()[0])


def restore(
    plan: Plan,
    *,
    replace: bool,
    say: Callable[[str], object],
    database: BaseDatabaseWrapper = connection,
    storage: Storage = default_storage,
) -> None:
    """Put files and database back as they were, then migrate where the backup is older.

    The files come first and the database in one step, so that a failure leaves a database whose files are all
    there; then the command can be given again. Raises ``BackupError`` when something is here and ``replace``
    does not allow that it goes, and when the rows are not those of the backup.
    """
    if plan.replaces_something and not replace:
        raise BackupError(
            f"This system is not empty: {plan.accounts} accounts"
            f"{', uploaded files' if plan.has_files else ''}. Nothing was changed."
            " To replace them by the backup, add --replace."
        )
    kind = kind_of(database)
    try:
        say(f"{put_media_back(storage, plan.backup)} uploaded files were written.")
        say(kind.put_back(database, plan.backup / kind.file))
        if replace:
            say(
                f"{remove_other_media(storage, plan.backup)} uploaded files of before were deleted."
            )
    except OSError as error:
        raise BackupError(
            f"Nothing but uploaded files was written: {error}. Mend that and try again."
        ) from error
    rows = count_rows(database)
    if rows != plan.description.rows:
        wrong = sorted(set(rows.items()) ^ set(plan.description.rows.items()))
        raise BackupError(f"The restored rows are not those of the backup: {wrong[:6]}")
    if plan.needs_migrating:
        call_command("migrate", interactive=False, verbosity=0)
        say("The tables are those of this version now.")
    cache.clear()
