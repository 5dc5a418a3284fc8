"""Constraints that many tables share, and the base of those whose rows are only added."""

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _


def only_choices(field: str, values: Iterable[str], *, name: str) -> CheckConstraint:
    """Make a constraint: the field holds one of the values."""
    return CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)


def not_blank(field: str, *, name: str) -> CheckConstraint:
    """Make a constraint: the field holds at least one character."""
    return CheckConstraint(
        condition=GreaterThan(Length(F(field)), 0),
        name=name,
        violation_error_message=_("This must not be empty."),
    )


def in_order(first: str, second: str, *, name: str) -> CheckConstraint:
    """Make a constraint: the second moment or day, when there is one, is not before the first."""
    return CheckConstraint(
        condition=Q(**{f"{second}__isnull": True}) | Q(**{f"{second}__gte": F(first)}),
        name=name,
        violation_error_message=_("The end cannot be before the start."),
    )


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
