"""What one record is about: topics, places, population groups and settings."""

from dataclasses import dataclass, field
from typing import NamedTuple

from library.catalogue.models import Record
from library.vocabularies.choices import TermKind


class Subject(NamedTuple):
    """A topic, place or term of a record; its code is its value in the finder's address."""

    pk: int
    code: str
    label: str


@dataclass(frozen=True)
class Subjects:
    """The subjects of one record by kind, each kind in its own order."""

    topics: list[Subject] = field(default_factory=list)
    places: list[Subject] = field(default_factory=list)
    populations: list[Subject] = field(default_factory=list)
    settings: list[Subject] = field(default_factory=list)


def subjects_of(record: Record) -> Subjects:
    """Read what the record is about, each kind by its words, places from the wider to the narrower."""
    topics = record.topics.order_by().values_list("label", "pk", "code")
    places = record.places.order_by().values_list("path", "pk", "code", "name")
    terms = record.terms.order_by().values_list("kind", "label", "pk", "code")
    of_kind: dict[str, list[Subject]] = {TermKind.POPULATION: [], TermKind.SETTING: []}
    for kind, label, pk, code in sorted(terms):
        of_kind[kind].append(Subject(pk, code, label))
    return Subjects(
        topics=[Subject(pk, code, label) for label, pk, code in sorted(topics)],
        places=[Subject(pk, code, name) for _path, pk, code, name in sorted(places)],
        populations=of_kind[TermKind.POPULATION],
        settings=of_kind[TermKind.SETTING],
    )
