"""The parts of the regular summary: each app adds a section in its ``digests.py``."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User
from notifications.kinds import Text


@dataclass(frozen=True)
class Line:
    """One line of the summary: what is new, where to read it, and a few words about it."""

    title: str
    address: str
    about: str = ""


Build = Callable[[User, dt.datetime, dt.datetime], list[Line]]
_sections: dict[str, tuple[Text, Build]] = {}


def digest_section(name: str, heading: Text) -> Callable[[Build], Build]:
    """Register the decorated ``(user, since, until) -> lines`` as a section of the summary."""

    def register(build: Build) -> Build:
        if _sections.setdefault(name, (heading, build))[1] is not build:
            raise ValueError(f"The section {name!r} is defined twice.")
        return build

    return register


def sections_for(
    user: User, *, since: dt.datetime, until: dt.datetime
) -> list[tuple[Text, list[Line]]]:
    """The sections that have something new for this person, in the order of their names."""
    built = (
        (heading, build(user, since, until)) for _, (heading, build) in sorted(_sections.items())
    )
    return [(heading, lines) for heading, lines in built if lines]
