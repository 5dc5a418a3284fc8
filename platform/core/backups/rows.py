"""Counting what a database holds."""

from django.db.backends.base.base import BaseDatabaseWrapper


def count_rows(database: BaseDatabaseWrapper) -> dict[str, int]:
    """Return the number of rows of every table."""
    with database.cursor() as cursor:
        tables = sorted(database.introspection.table_names(cursor))
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {database.ops.quote_name(table)}")  # noqa: S608
            counts[table] = int(cursor.fetchone()[0])
    return counts
