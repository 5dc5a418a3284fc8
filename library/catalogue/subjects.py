"""What one record is about: topics, places, population groups and settings, read together in one query."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import F, Value

from library.catalogue.models import Record
from library.vocabularies.choices import TermKind

_TOPIC, _PLACE = "topic", "place"


class Subject(NamedTuple):
    """One of them: its code is its value in the finder's address."""

    pk: int
    code: str
    label: str


@dataclass(frozen=True)
class Subjects:
    """All of them, each kind in its own order."""

    topics: list[Subject] = field(default_factory=list)
    places: list[Subject] = field(default_factory=list)
    populations: list[Subject] = field(default_factory=list)
    settings: list[Subject] = field(default_factory=list)


def subjects_of(record: Record) -> Subjects:
    """Read what the record is about. One query, where four relations would take three."""
    topics = record.topics.order_by().values_list(
        Value(_TOPIC), F("pk"), F("code"), F("label"), F("label")
    )
    places = record.places.order_by().values_list(
        Value(_PLACE), F("pk"), F("code"), F("name"), F("path")
    )
    terms = record.terms.order_by().values_list(
        F("kind"), F("pk"), F("code"), F("label"), F("label")
    )
    found = Subjects()
    lists = {
        _TOPIC: found.topics,
        _PLACE: found.places,
        TermKind.POPULATION: found.populations,
        TermKind.SETTING: found.settings,
    }
    rows = topics.union(places, terms, all=True)
    for kind, pk, code, label, _order in sorted(rows, key=lambda row: (row[0], row[4], row[1])):
        lists[kind].append(Subject(pk, code, label))
    return found
