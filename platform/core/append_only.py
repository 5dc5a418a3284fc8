"""Append-only rows: written once, never changed."""

from typing import Any, NoReturn

from django.db import models


class AppendOnlyError(Exception):
    """Code tried to change or delete an append-only row."""


class AppendOnlyModel(models.Model):
    """The base of rows that are only added: a later edit of the content cannot lower or re-date them."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{self!r} has happened and cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self!r} has happened and cannot be deleted.")
