"""Sections of the digest: each app adds one in its ``digests.py``.

A section has the name of the group that people choose a channel for, so that their choice holds for it too.
"""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple

from django_stubs_ext import StrOrPromise

from accounts.models import User
from core.registry import Registry
from notifications.groups import GROUPS


@dataclass(frozen=True)
class Line:
    """One line of the summary: what is new, where to read it, and a few words about it."""

    title: str
    address: str
    about: str = ""


Build = Callable[[User, dt.datetime, dt.datetime], list[Line]]


class Section(NamedTuple):
    """A section of the summary: its heading, and the function that finds its lines for a reader."""

    heading: StrOrPromise
    build: Build


SECTIONS: Registry[Section] = Registry("section of the summary")


def digest_section(name: str, heading: StrOrPromise) -> Callable[[Build], Build]:
    """Register the decorated ``(user, since, until) -> lines`` as the section of this group."""
    if name not in GROUPS:
        raise ValueError(f"The section {name!r} is of no group that people choose a channel for.")

    def register(build: Build) -> Build:
        SECTIONS.add(name, Section(heading, build))
        return build

    return register


def sections_for(
    user: User, *, since: dt.datetime, until: dt.datetime, without: Collection[str] = ()
) -> list[tuple[StrOrPromise, list[Line]]]:
    """Return the sections with news for this person, in the order of their names."""
    built = (
        (section.heading, section.build(user, since, until))
        for name, section in SECTIONS.items()
        if name not in without
    )
    return [(heading, lines) for heading, lines in built if lines]
