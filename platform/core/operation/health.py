"""What the site needs to serve, and whether it is up."""

from dataclasses import dataclass

from django.core.cache import caches
from django.db import DatabaseError, InterfaceError, connection

# A health check waits this long for a database connection; a page may wait longer.
_SECONDS_FOR_DATABASE = 2


@dataclass(frozen=True)
class Check:
    """One server that the site talks to."""

    is_up: bool
    stops_service: bool
    """Whether the site does not serve without it."""
    without_it: str
    """What does not work while it is away."""


def check_servers() -> dict[str, Check]:
    """Ask the database, and Redis where it is used, whether they answer."""
    checks = {
        "database": Check(_database_is_up(), stops_service=True, without_it="No page is served.")
    }
    is_up = getattr(caches["default"], "is_up", None)
    if is_up:
        checks["redis"] = Check(
            is_up(),
            stops_service=False,
            without_it="Limits on requests count in each process; mail and other background work wait.",
        )
    return checks


def _database_is_up() -> bool:
    pool = getattr(connection, "pool", None)
    try:
        if pool is None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        else:
            pool.open()
            with (
                connection.wrap_database_errors,
                pool.connection(timeout=_SECONDS_FOR_DATABASE) as taken,
            ):
                taken.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return False
    return True
