"""Comparing text without regard to case on SQLite, whose ``LIKE`` knows the cases of ASCII letters alone.

PostgreSQL finds “Ärzte” by “ärzte”; so does SQLite by these lookups. Words of ASCII letters are compared by SQLite itself.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, Field, TextField
from django.db.models.lookups import IContains, IExact
from django.dispatch import receiver

_FUNCTION = "PRAXIS_LOWER"


@receiver(connection_created)
def teach_letters(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Let a new connection to SQLite call Python for the small letters of a text."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(_FUNCTION, 1, _lower, deterministic=True)


def _lower(text: Any) -> Any:
    return text.lower() if isinstance(text, str) else text


class _OnSqlite:
    """Compare small letters where the words that are looked for have others than those of ASCII."""

    rhs: Any
    comparison: str

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        if not isinstance(self.rhs, str) or self.rhs.isascii():
            return super().as_sql(compiler, connection)  # type: ignore[misc]
        left, parameters = self.process_lhs(compiler, connection)  # type: ignore[attr-defined]
        return self.comparison.format(f"{_FUNCTION}({left})"), [*parameters, self.rhs.lower()]


class _IExact(_OnSqlite, IExact):
    comparison = "{} = %s"


class _IContains(_OnSqlite, IContains):
    comparison = "INSTR({}, %s) > 0"


def compare_letters_of_all_scripts() -> None:
    """Use these lookups for every column of text. Repeats safely."""
    columns: tuple[type[Field[Any, Any]], ...] = (CharField, TextField)
    for column in columns:
        column.register_lookup(_IExact)
        column.register_lookup(_IContains)
