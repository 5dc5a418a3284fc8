"""What one record is about: topics, places, population groups and settings."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import QuerySet

from core.prepared import prepared
from library.catalogue.models import Record
from library.vocabularies.choices import TermKind
from library.vocabularies.models import Place, Term, Topic


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
    of_kind: dict[str, list[Subject]] = {TermKind.POPULATION: [], TermKind.SETTING: []}
    for kind, label, pk, code in sorted(_terms(record)):
        of_kind[kind].append(Subject(pk, code, label))
    return Subjects(
        topics=[Subject(pk, code, label) for label, pk, code in sorted(_topics(record))],
        places=[Subject(pk, code, name) for _path, pk, code, name in sorted(_places(record))],
        populations=of_kind[TermKind.POPULATION],
        settings=of_kind[TermKind.SETTING],
    )


@prepared
def _topics(record: Record) -> QuerySet[Topic, tuple[str, int, str]]:
    return Topic.objects.filter(records=record).order_by().values_list("label", "pk", "code")


@prepared
def _places(record: Record) -> QuerySet[Place, tuple[str, int, str, str]]:
    places = Place.objects.filter(records=record).order_by()
    return places.values_list("path", "pk", "code", "name")


@prepared
def _terms(record: Record) -> QuerySet[Term, tuple[str, str, int, str]]:
    terms = Term.objects.filter(records=record).order_by()
    return terms.values_list("kind", "label", "pk", "code")
