"""What other apps tell of their pages and people: whom a page is about, and what of a person can be suspended.

They register it in their ``safeguards.py``, so that a concern can point at a mentoring or a network, and its lead can
suspend either, without importing them.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import Resolver404, ResolverMatch, resolve

from accounts.models import User
from core.registry import Registry

PeopleOf = Callable[[ResolverMatch, User], Iterable[User]]

PEOPLE_ON_PAGE: Registry[PeopleOf] = Registry("people on a page")

# A page with more people than this is about none of them.
MOST_PEOPLE = 30


@dataclass(frozen=True)
class Suspendable:
    """Something of a person that can be suspended."""

    part: str
    key: int
    label: str
    is_suspended: bool


@dataclass(frozen=True)
class Suspender:
    """How a part suspends: what it has of a person, and what stops it and lets it go on.

    ``suspend`` and ``lift`` take the key, the person and the moment. They repeat safely.
    """

    found: Callable[[User], list[Suspendable]]
    suspend: Callable[[int, User, dt.datetime], None]
    lift: Callable[[int, User, dt.datetime], None]


SUSPENDERS: Registry[Suspender] = Registry("suspender")


def people_on_page(address: str, reader: User) -> list[User]:
    """Return the people whom this page of ours is about, as far as its reader sees it, without the reader."""
    try:
        match = resolve(address.split("?")[0])
    except Resolver404:
        return []
    found = {
        person.pk: person
        for people_of in PEOPLE_ON_PAGE.values()
        for person in people_of(match, reader)
        if person.pk != reader.pk and person.is_active
    }
    return list(found.values())[:MOST_PEOPLE]


def is_page_of_ours(address: str) -> bool:
    """Tell whether an address leads to a page of this site, and not to another one."""
    if not address.startswith("/") or address.startswith("//") or "\\" in address:
        return False
    try:
        resolve(address.split("?")[0])
    except Resolver404:
        return False
    return True


def suspendables_of(person: User) -> list[Suspendable]:
    """Return everything of a person that can be suspended, or is."""
    return [each for suspender in SUSPENDERS.values() for each in suspender.found(person)]
