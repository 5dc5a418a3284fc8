"""The parts of the regular summary: each app adds a section in its ``digests.py``.

A section has the name of the group that people choose a channel for, so that their choice holds for it too.
"""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from accounts.models import User
from notifications.kinds import Group, Text


@dataclass(frozen=True)
class Line:
    """One line of the summary: what is new, where to read it, and a few words about it."""

    title: str
    address: str
    about: str = ""


Build = Callable[[User, dt.datetime, dt.datetime], list[Line]]
_sections: dict[str, tuple[Text, Build]] = {}


def digest_section(name: str, heading: Text) -> Callable[[Build], Build]:
    """Register the decorated ``(user, since, until) -> lines`` as the section of this group."""
    Group(name)

    def register(build: Build) -> Build:
        if _sections.setdefault(name, (heading, build))[1] is not build:
            raise ValueError(f"The section {name!r} is defined twice.")
        return build

    return register


def sections_for(
    user: User, *, since: dt.datetime, until: dt.datetime, without: Collection[str] = ()
) -> list[tuple[Text, list[Line]]]:
    """The sections that have something new for this person, in the order of their names."""
    built = (
        (heading, build(user, since, until))
        for name, (heading, build) in sorted(_sections.items())
        if name not in without
    )
    return [(heading, lines) for heading, lines in built if lines]
