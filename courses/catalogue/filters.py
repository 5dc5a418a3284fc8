"""The filters of the catalogue: each declared once for addresses, conditions, counts and chips."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from courses.catalogue.entries import Entry
from courses.states import CourseLevel
from library.vocabularies import languages

_MOST_VALUES = 30
_VALUE = re.compile(r"[\w.-]{1,60}")
SOON, LATER = 30, 90


@dataclass(frozen=True)
class Choice:
    """One value of a filter, with how many entries it would leave."""

    value: str
    label: StrOrPromise
    count: int
    is_chosen: bool
    # Of a topic: it is below another one.
    is_inner: bool = False


@dataclass(frozen=True)
class Filter:
    """A filter; its name stands in addresses. ``values_of`` tells the values that one entry has."""

    name: str
    label: StrOrPromise
    values_of: Callable[[Entry, dt.datetime], Collection[str]]
    labels: Callable[[Iterable[Entry]], Mapping[str, StrOrPromise]]


_KINDS = {"course": _("Courses"), "programme": _("Programmes of several courses")}
LENGTHS = {
    "hour": _("Up to 1 hour"),
    "morning": _("1 to 4 hours"),
    "day": _("4 to 10 hours"),
    "longer": _("More than 10 hours"),
}
STARTS = {
    "alone": _("On your own, at any time"),
    "group": _("With a group that has places"),
    "soon": _("With a group that starts within 30 days"),
    "later": _("With a group that starts within 90 days"),
}


def _kind(entry: Entry, _now: dt.datetime) -> list[str]:
    return ["programme" if entry.is_programme else "course"]


def _length(entry: Entry, _now: dt.datetime) -> list[str]:
    if entry.minutes <= 60:
        return ["hour"]
    if entry.minutes <= 240:
        return ["morning"]
    return ["day"] if entry.minutes <= 600 else ["longer"]


def _start(entry: Entry, now: dt.datetime) -> list[str]:
    values = ["alone"]
    if entry.open_standings:
        values.append("group")
    days = entry.days_to_start(now)
    if days is not None and days <= SOON:
        values.append("soon")
    if days is not None and days <= LATER:
        values.append("later")
    return values


def _topic_labels(entries: Iterable[Entry]) -> Mapping[str, StrOrPromise]:
    """Return the labels of all topics, each broader one before those below it."""
    topics = {topic.code: topic for entry in entries for topic in entry.topics}
    above = {topic.parent.code: topic.parent for topic in topics.values() if topic.parent}
    known = {**topics, **above}

    def place(code: str) -> tuple[str, str, bool, str]:
        topic = known[code]
        top = topic.parent or topic
        return str(top.label).casefold(), top.code, topic.parent is not None, str(topic.label)

    return {code: known[code].label for code in sorted(known, key=place)}


def _language_labels(entries: Iterable[Entry]) -> Mapping[str, StrOrPromise]:
    codes = {code for entry in entries for code in entry.languages}
    names = {code: languages.name_of(code) for code in codes}
    return dict(sorted(names.items(), key=lambda pair: str(pair[1]).casefold()))


FILTERS = (
    Filter("topic", _("Topic"), lambda entry, _now: entry.topic_codes, _topic_labels),
    Filter("kind", _("Courses and programmes"), _kind, lambda _entries: _KINDS),
    Filter(
        "level",
        _("Level"),
        lambda entry, _now: entry.levels,
        lambda _entries: {str(value): label for value, label in CourseLevel.choices},
    ),
    Filter("length", _("Length"), _length, lambda _entries: LENGTHS),
    Filter("start", _("When and how"), _start, lambda _entries: STARTS),
    Filter("language", _("Language"), lambda entry, _now: entry.languages, _language_labels),
)

Chosen = Mapping[str, tuple[str, ...]]


def chosen_in(data: QueryDict) -> Chosen:
    """Read the chosen values from an address. What cannot be a value is left out."""
    chosen = {}
    for each in FILTERS:
        values = [value for value in data.getlist(each.name) if _VALUE.fullmatch(value)]
        if values:
            chosen[each.name] = tuple(dict.fromkeys(values))[:_MOST_VALUES]
    return chosen


def narrowed(
    entries: Sequence[Entry], chosen: Chosen, *, now: dt.datetime, but: str = ""
) -> list[Entry]:
    """Return the entries with a chosen value in every filter, leaving one filter (``but``) out."""
    asked = [each for each in FILTERS if each.name in chosen and each.name != but]
    return [
        entry
        for entry in entries
        if all(set(each.values_of(entry, now)) & set(chosen[each.name]) for each in asked)
    ]


def choices_of(
    each: Filter, entries: Sequence[Entry], chosen: Chosen, *, now: dt.datetime
) -> list[Choice]:
    """Return the values of a filter that some entry has or that are chosen, each with what it would leave.

    The count of a value knows the other filters and not its own: the values of one are joined by "or".
    """
    left = narrowed(entries, chosen, now=now, but=each.name)
    counts = Counter(value for entry in left for value in set(each.values_of(entry, now)))
    mine = chosen.get(each.name, ())
    inner = {topic.code for entry in entries for topic in entry.topics if topic.parent}
    labels = dict(each.labels(entries))
    for value in mine:
        labels.setdefault(value, value)
    return [
        Choice(value, label, counts[value], value in mine, each.name == "topic" and value in inner)
        for value, label in labels.items()
        if counts[value] or value in mine
    ]
