"""The groups of notifications that a person chooses a channel for, one of each part that tells people something.

A part adds its group in its ``apps.py``, which Django imports before any model: the database allows the groups
that are known by then, so that a new group is also a migration of this app.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.registry import Registry


@dataclass(frozen=True)
class Group:
    """A group of kinds for which a person chooses a channel."""

    name: str
    label: StrOrPromise


GROUPS: Registry[Group] = Registry("group of notifications")


def notification_group(name: str, label: StrOrPromise, *, position: int) -> Group:
    """Register a group under the name that is stored, at its place among the choices of a person."""
    return GROUPS.add(name, Group(name, label), position=position)


notification_group("account", _("My account"), position=100)


def group_choices() -> list[tuple[str, StrOrPromise]]:
    """Return the groups as the choices of a field, in their order."""
    return [(group.name, group.label) for group in GROUPS.values()]
