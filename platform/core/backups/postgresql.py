"""Copies of a PostgreSQL database, by the programs of PostgreSQL itself."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

from django.db.backends.base.base import BaseDatabaseWrapper

from core.backups.layout import BackupError, Description
from core.backups.rows import count_rows

_SECONDS_FOR_A_LOCK = 10
# Longer than any institute's database takes; a program that hangs must not hold the next night's backup up.
_MOST_SECONDS = 6 * 3600
_CHUNK = 1024 * 1024


def version(database: BaseDatabaseWrapper) -> int:
    """Return the major version of the server."""
    return int(database.pg_version) // 10_000  # type: ignore[attr-defined]


def copy(database: BaseDatabaseWrapper, target: Path) -> dict[str, int]:
    """Dump the database as it is at one moment, while others go on writing, and return its rows by table."""
    dump = _tool("pg_dump", version(database))
    target.touch(mode=0o600, exist_ok=False)
    with _one_moment(database) as (snapshot, counts):
        _run(
            database,
            [
                *(dump, "--format=custom", "--no-owner", "--no-privileges", "--no-password"),
                *(f"--lock-wait-timeout={_SECONDS_FOR_A_LOCK}s", f"--snapshot={snapshot}"),
                f"--file={target}",
            ],
        )
    return counts


@contextmanager
def _one_moment(database: BaseDatabaseWrapper) -> Iterator[tuple[str, dict[str, int]]]:
    """Hold one state of the database: its name for ``pg_dump``, and the rows of each table in it."""
    from psycopg import IsolationLevel

    held = database.copy("backup")
    options: dict[str, Any] = held.settings_dict["OPTIONS"]
    options.pop("pool", None)
    options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    try:
        held.set_autocommit(False)
        with held.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = str(cursor.fetchone()[0])
        yield snapshot, count_rows(held)
        held.rollback()
    finally:
        held.close()


def refuse(database: BaseDatabaseWrapper, description: Description) -> None:
    """Refuse a dump of a newer server, and a server whose programs are not installed here."""
    here = version(database)
    if description.database_version > here:
        raise BackupError(
            f"The backup comes from PostgreSQL {description.database_version}, and this server is"
            f" PostgreSQL {here}. Restore it on a server of version {description.database_version} or later."
        )
    _tool("pg_restore", here)
    _tool("psql", here)


def put_back(database: BaseDatabaseWrapper, copied: Path) -> str:
    """Replace all tables by those of the dump: in one transaction, so that a failure changes nothing."""
    here = version(database)
    with database.cursor() as cursor:
        tables = sorted(database.introspection.table_names(cursor))
    database.close()
    names = ", ".join(database.ops.quote_name(table) for table in tables)
    begin = f"BEGIN;\nSET LOCAL lock_timeout = '{_SECONDS_FOR_A_LOCK}s';\n"
    if names:
        begin += f"DROP TABLE {names} CASCADE;\n"
    restore = [_tool("pg_restore", here), "--no-owner", "--no-privileges", "--file=-", str(copied)]
    write = [
        *(_tool("psql", here), "--no-psqlrc", "--quiet", "--no-password", "--output=/dev/null"),
        "--set=ON_ERROR_STOP=1",
    ]
    _pipe(database, restore, write, begin=begin)
    return f"The {len(tables)} former tables are gone." if tables else "There was no table before."


def _pipe(
    database: BaseDatabaseWrapper, restore: Sequence[str], write: Sequence[str], *, begin: str
) -> None:
    """Send what ``pg_restore`` writes to ``psql`` between BEGIN and COMMIT; without its end, nothing is kept."""
    arguments, environment = _connection_of(database, write)
    with (
        subprocess.Popen(restore, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader,  # noqa: S603
        subprocess.Popen(  # noqa: S603
            arguments, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE
        ) as writer,
    ):
        source, target = cast(IO[bytes], reader.stdout), cast(IO[bytes], writer.stdin)
        failure = b""
        try:
            _send(source, target, begin)
            failure = cast(IO[bytes], reader.stderr).read() if reader.wait() else b""
            if not failure:
                target.write(b"\nCOMMIT;\n")
            target.close()
        except BrokenPipeError:
            # ``psql`` has stopped, and what it says tells why. A second closing is needed, and harmless.
            reader.kill()
            with suppress(BrokenPipeError):
                target.close()
        failure = failure or cast(IO[bytes], writer.stderr).read()
        if writer.wait() or failure:
            raise BackupError(
                f"The database was not restored and is as before: {_last_words(failure)}."
                " If it waited for a lock, stop the web process and the jobs first."
            )


def _send(source: IO[bytes], target: IO[bytes], begin: str) -> None:
    target.write(begin.encode())
    while chunk := source.read(_CHUNK):
        target.write(chunk)
    target.flush()


def _tool(name: str, major: int) -> str:
    """Return the path of a program of this version. Raises ``BackupError`` with what to install."""
    of_debian = Path(f"/usr/lib/postgresql/{major}/bin/{name}")
    found = str(of_debian) if of_debian.exists() else shutil.which(name)
    advice = (
        f"Install the PostgreSQL client of version {major}: on Debian, postgresql-client-{major}."
    )
    if found is None:
        raise BackupError(f"The program {name} is not installed. {advice}")
    said = subprocess.run(  # noqa: S603
        [found, "--version"], capture_output=True, text=True, check=False, timeout=30
    ).stdout
    own = re.search(r"\d+", said)
    if own is None or int(own[0]) != major:
        raise BackupError(
            f"The program {name} is of version {own[0] if own else 'unknown'}, and the server is"
            f" PostgreSQL {major}. {advice}"
        )
    return found


def _connection_of(
    database: BaseDatabaseWrapper, command: Sequence[str]
) -> tuple[list[str], dict[str, str]]:
    """Return the command with the database it is for, and the environment with its password."""
    client: Any = database.client
    arguments, extra = client.settings_to_cmd_args_env(database.settings_dict, list(command[1:]))
    return [command[0], *arguments[1:]], {**os.environ, **(extra or {}), "PGCONNECT_TIMEOUT": "10"}


def _run(database: BaseDatabaseWrapper, command: Sequence[str]) -> None:
    arguments, environment = _connection_of(database, command)
    try:
        done = subprocess.run(  # noqa: S603
            arguments, env=environment, capture_output=True, check=False, timeout=_MOST_SECONDS
        )
    except subprocess.TimeoutExpired as expired:
        hours = _MOST_SECONDS // 3600
        raise BackupError(f"The database was not copied within {hours} hours.") from expired
    if done.returncode:
        raise BackupError(f"The database could not be copied: {_last_words(done.stderr)}.")


def _last_words(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return " ".join(lines[-3:]).rstrip(".") or "the program said nothing"
