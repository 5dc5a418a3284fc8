"""One look into the catalogue: what was asked for, what fits, and what to try where nothing does."""

import datetime as dt
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.types import Person
from courses.catalogue.entries import Entry, entries_of
from courses.catalogue.filters import FILTERS, Choice, Chosen, Filter, choices_of, narrowed
from courses.catalogue.words import patterns_of

MOST_LETTERS = 200


class Sort(models.TextChoices):
    RELEVANCE = "relevance", _("Best match")
    TITLE = "title", _("Title, A to Z")
    NEWEST = "newest", _("Newest first")
    SHORTEST = "shortest", _("Shortest first")
    SOONEST = "soonest", _("Starting soonest")


@dataclass(frozen=True)
class Asked:
    """What a reader asks of the catalogue, as the address says it."""

    text: str
    chosen: Chosen
    sort: Sort

    @classmethod
    def of(cls, data: QueryDict, chosen: Chosen) -> "Asked":
        """Read the words and the order from an address; what is not known there counts as not asked."""
        text = " ".join(data.get("q", "").replace("\0", "").split())[:MOST_LETTERS]
        wanted = data.get("sort", "")
        usual = Sort.RELEVANCE if text else Sort.TITLE
        sort = Sort(wanted) if wanted in Sort.values else usual
        return cls(text, chosen, usual if sort == Sort.RELEVANCE else sort)

    def __bool__(self) -> bool:
        return bool(self.text or self.chosen)


@dataclass(frozen=True)
class Counted:
    """A filter with its values and counts."""

    filter: Filter
    choices: Sequence[Choice]

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.is_chosen]

    @property
    def is_useful(self) -> bool:
        """Tell whether choosing something here would change anything."""
        return len(self.choices) > 1 or bool(self.chosen)


class Catalogue:
    """The answer to what was asked. Six queries at most, whatever is found."""

    def __init__(self, asked: Asked, *, reader: Person, now: dt.datetime) -> None:
        self.asked, self.now = asked, now
        self.everything = entries_of(reader, patterns_of(asked.text), now=now)
        self._entries = [entry for entry in self.everything if entry.fit is not None]

    @cached_property
    def found(self) -> list[Entry]:
        """Return what fits words and filters, in order."""
        return sorted(narrowed(self._entries, self.asked.chosen, now=self.now), key=self._place)

    @cached_property
    def filters(self) -> list[Counted]:
        return [
            Counted(each, choices_of(each, self._entries, self.asked.chosen, now=self.now))
            for each in FILTERS
        ]

    @property
    def has_filters(self) -> bool:
        """Tell whether there is anything to narrow by."""
        return any(counted.is_useful for counted in self.filters)

    @property
    def without_filters(self) -> int:
        """Return how many fit the words alone."""
        return len(self._entries)

    @property
    def sorts(self) -> list[tuple[str, StrOrPromise]]:
        """Return the orders that make a difference here."""
        return [
            (value, label)
            for value, label in Sort.choices
            if (value != Sort.RELEVANCE or self.asked.text)
        ]

    def _place(self, entry: Entry) -> tuple[float, str, int]:
        title, key = str(entry.thing).casefold(), entry.thing.pk
        if self.asked.sort == Sort.RELEVANCE:
            return -(entry.fit or 0), title, key
        if self.asked.sort == Sort.NEWEST:
            return -entry.is_new_at.timestamp(), title, key
        if self.asked.sort == Sort.SHORTEST:
            return entry.minutes, title, key
        if self.asked.sort == Sort.SOONEST:
            days = entry.days_to_start(self.now)
            return float("inf") if days is None else days, title, key
        return 0, title, key


def meant_instead(text: str, entries: Sequence[Entry]) -> str:
    """Return what was probably meant: the words with those that are written otherwise in titles and topics; or nothing."""
    known = sorted(
        {
            word.casefold()
            for entry in entries
            for said in (str(entry.thing), *(str(topic.label) for topic in entry.topics))
            for word in said.split()
            if len(word) > 3
        }
    )
    typed = text.casefold().split()
    meant = [next(iter(difflib.get_close_matches(word, known, 1, 0.75)), word) for word in typed]
    return " ".join(meant) if meant != typed else ""
