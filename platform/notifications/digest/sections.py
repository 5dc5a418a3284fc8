"""Sections of the digest: each app adds one in its ``digests.py``.

A section has the name of the group that people choose a channel for, so that their choice holds for it too.
"""

import datetime as dt
import zoneinfo
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone
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


@dataclass(frozen=True)
class Reader:
    """A person, and the period that their summary covers: from ``since`` until before ``until``."""

    user: User
    since: dt.datetime
    until: dt.datetime

    def is_new(self, moment: dt.datetime) -> bool:
        """Tell whether the moment is in the period."""
        return self.since <= moment < self.until


def whole_period(readers: Sequence[Reader]) -> tuple[dt.datetime, dt.datetime]:
    """Return the period that holds those of all readers, of whom there is at least one."""
    return min(each.since for each in readers), max(each.until for each in readers)


Build = Callable[[User, dt.datetime, dt.datetime], list[Line]]
# The lines of each reader by their primary key; who has none may be left out.
BuildForMany = Callable[[Sequence[Reader]], Mapping[int, list[Line]]]
# The sections that one reader sees, each with its heading.
Sections = list[tuple[StrOrPromise, list[Line]]]


class Section(NamedTuple):
    """A section of the summary: its heading, and the function that finds its lines for some readers."""

    heading: StrOrPromise
    build: BuildForMany


SECTIONS: Registry[Section] = Registry("section of the summary")


def digest_section(name: str, heading: StrOrPromise) -> Callable[[Build], Build]:
    """Register the decorated ``(user, since, until) -> lines`` as the section of this group.

    It is asked for each reader alone. What takes queries and interests many is better built for many.
    """

    def register(build: Build) -> Build:
        digest_section_for_many(name, heading)(for_each(build))
        return build

    return register


def digest_section_for_many(
    name: str, heading: StrOrPromise
) -> Callable[[BuildForMany], BuildForMany]:
    """Register the decorated ``(readers) -> lines by reader`` as the section of this group.

    It is asked for a hundred readers at once, and should take the same queries for all of them as for one.
    """
    if name not in GROUPS:
        raise ValueError(f"The section {name!r} is of no group that people choose a channel for.")

    def register(build: BuildForMany) -> BuildForMany:
        SECTIONS.add(name, Section(heading, build))
        return build

    return register


def for_each(build: Build) -> BuildForMany:
    """Turn a function that finds the lines of one reader into one that finds those of some, each in their own time."""

    def build_for_many(readers: Sequence[Reader]) -> Mapping[int, list[Line]]:
        lines = {}
        for reader in readers:
            with timezone.override(zoneinfo.ZoneInfo(reader.user.time_zone)):
                lines[reader.user.pk] = build(reader.user, reader.since, reader.until)
        return lines

    return build_for_many


def sections_for(
    readers: Sequence[Reader], *, without: Mapping[int, Collection[str]] | None = None
) -> dict[int, Sections]:
    """Return for each reader the sections with news, in the order of their names.

    ``without`` names by reader the sections that they do not want.
    """
    unwanted = without or {}
    found: dict[int, Sections] = {reader.user.pk: [] for reader in readers}
    for name, section in SECTIONS.items():
        wanting = [reader for reader in readers if name not in unwanted.get(reader.user.pk, ())]
        built = section.build(wanting) if wanting else {}
        for pk, lines in built.items():
            if lines:
                found[pk].append((section.heading, lines))
    return found
