"""Records of what happened: written once, never changed."""

from typing import Any, NoReturn

from django.db import models


class FactsStay(Exception):
    """Code tried to change or delete something that has happened."""


class Fact(models.Model):
    """A row that is only ever added: a later edit of the content cannot lower or re-date it."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FactsStay(f"{self!r} has happened and cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FactsStay(f"{self!r} has happened and cannot be deleted.")
