"""Rows that hold the forms of one person until they sign in again; each is a session of its own, and ends as one."""

from collections.abc import Sequence
from typing import Any

from django.contrib.sessions.backends.db import SessionStore


def keep_in_row(
    *, row: SessionStore, name: str, forms: Sequence[dict[str, Any]], seconds: int
) -> None:
    """Keep these forms in the row under the name for so long. Repeats safely."""
    row[name] = forms
    row.set_expiry(seconds)
    row.save()


def delete_row(*, row: SessionStore) -> None:
    """Delete the row, whose forms were taken. Repeats safely."""
    row.delete()
