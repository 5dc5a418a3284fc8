"""The search of the whole site: each app registers what it can find in its ``searchers.py``.

A searcher returns only what the reader may see, and nothing that is hidden, closed or withdrawn: its titles are
also suggested while somebody types.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet
from django_stubs_ext import StrOrPromise

from core.registry import Registry
from core.types import Person

MOST_WORDS = 8
MOST_SUGGESTED = 3

Thing = TypeVar("Thing")
Things = TypeVar("Things", bound=QuerySet[Any])


@dataclass(frozen=True)
class FoundLine:
    """A thing that was found: its title, its address, one line about it, and what it is if its kind does not say."""

    title: str
    address: str
    about: str = ""
    kind: StrOrPromise = ""


@dataclass(frozen=True)
class Searcher(Generic[Thing]):
    """A kind of thing in the search: how it is found, what its line says, and its own list, where it has one.

    ``heading`` names several of them and ``one`` a single one. ``find`` returns things in order that are loaded
    slice by slice. ``suggest`` returns lines for unfinished words, where ``find`` needs whole ones.
    """

    heading: StrOrPromise
    one: StrOrPromise
    find: Callable[[str, Person], Sequence[Thing] | QuerySet[Any]]
    line: Callable[[Thing], FoundLine]
    suggest: Callable[[str, Person], Sequence[FoundLine]] | None = None
    list_address: Callable[[str], str] | None = None

    def lines(self, things: Iterable[Thing]) -> list[FoundLine]:
        """Return the line of each thing."""
        return [self.line(thing) for thing in things]

    def suggested(self, text: str, reader: Person) -> list[FoundLine]:
        """Return the first few that begin with or contain what was typed."""
        if self.suggest:
            return list(self.suggest(text, reader))[:MOST_SUGGESTED]
        return self.lines(self.find(text, reader)[:MOST_SUGGESTED])


SEARCHERS: Registry[Searcher[Any]] = Registry("searcher")


def with_every_word(things: Things, text: str, *fields: str) -> Things:
    """Return the things in which every word of the text is in one of the fields."""
    for word in text.split()[:MOST_WORDS]:
        things = things.filter(
            Q(*[(f"{field}__icontains", word) for field in fields], _connector=Q.OR)
        )
    return things
