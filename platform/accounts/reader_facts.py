"""Expressions that are loaded with the signed-in account, for use on every page.

An app that shows something of the reader on each page registers an expression in its ``reader_facts.py``, which
the one query for the account then carries along. Django calls for the account once for each request, so what is
read is as fresh as the request.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from core.registry import Registry
from core.types import Person

_facts: Registry[Callable[[], Combinable]] = Registry("fact about the reader")


def reader_fact(
    name: str,
) -> Callable[[Callable[[], Combinable]], Callable[[], Combinable]]:
    """Register the decorated maker of an expression over accounts under a name of its own."""
    return _facts.register(name)


def with_facts(users: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate the accounts with all registered expressions."""
    return users.annotate(**{f"fact_{name}": make() for name, make in _facts.items()})


def fact_of(user: Person, name: str) -> Any:
    """Return a value loaded with the account; nothing for an account that was not loaded for a session."""
    return getattr(user, f"fact_{name}", None)
