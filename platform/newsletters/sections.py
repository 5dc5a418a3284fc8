"""Sections of the newsletter: each part says what is new in it, in its ``newsletter_sections.py``.

Everything that a section gives may be read by everyone, as subscribers need no account.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django_stubs_ext import StrOrPromise

from core.registry import Registry
from library.vocabularies.models import Topic

# What is shown to choose from in one section: a newsletter is short.
MOST_NEW = 50


@dataclass(frozen=True)
class News:
    """One thing that is new: the key by which its section knows it, and what readers see of it.

    ``when`` is told to the editor who chooses, in place of the day ``at`` which it became public.
    """

    key: str
    title: str
    address: str
    summary: str
    at: dt.datetime
    topics: Sequence[Topic] = ()
    when: str = ""


class Find(Protocol):
    """Returns what became public in a period, the newest first; as many queries for all as for one."""

    def __call__(self, *, since: dt.datetime, until: dt.datetime) -> Sequence[News]: ...


# The things of these keys that everyone may read now; what is missing may not be sent any more.
FindAgain = Callable[[Sequence[int]], Iterable[News]]


@dataclass(frozen=True)
class Section:
    """A section: its heading, what is new, and how its things are found again before an issue leaves."""

    heading: StrOrPromise
    find: Find
    find_again: FindAgain


SECTIONS: Registry[Section] = Registry("section of the newsletter")


class FindHidden(Protocol):
    """Returns those of the addresses, short or full, whose pages not everyone may open. One query.

    With ``is_sending`` nothing of what the others lead to may become hidden before the transaction ends.
    """

    def __call__(self, addresses: Collection[str], *, is_sending: bool) -> set[str]: ...


# Asked about all items of an issue, also those that editors wrote themselves.
HIDDEN_PAGES: Registry[FindHidden] = Registry("finder of hidden pages in the newsletter")


def new_by_section(*, since: dt.datetime, until: dt.datetime) -> dict[str, Sequence[News]]:
    """Return what became public in the period, by the name of the section; sections without news are left out."""
    found = {
        name: section.find(since=since, until=until)[:MOST_NEW]
        for name, section in SECTIONS.items()
    }
    return {name: news for name, news in found.items() if news}


def find_again(section: str, keys: Iterable[str]) -> dict[str, News]:
    """Return the things of a section that everyone may read now, by their keys."""
    if section not in SECTIONS:
        return {}
    numbers = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) <= 18]
    return {news.key: news for news in SECTIONS[section].find_again(numbers)} if numbers else {}


def find_hidden(addresses: Collection[str], *, is_sending: bool) -> set[str]:
    """Return those of the addresses whose pages not everyone may open, as far as any part says so."""
    return {
        address
        for find in HIDDEN_PAGES.values()
        for address in find(addresses, is_sending=is_sending)
    }
