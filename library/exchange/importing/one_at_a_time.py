"""One import or undo is written at a time, in whichever process."""

from django.db import connection, transaction

# Any number that no other lock of this database uses.
_LOCK = 7_309_412


def wait_for_other_imports() -> None:
    """Wait until no other import is being written or undone; the lock lasts until this transaction ends.

    What the catalogue has must be read after this call: the other import may have written the same works. On SQLite
    a transaction that writes has the whole database to itself already. Raises ``TransactionManagementError`` outside
    a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Imports are written in a transaction.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
