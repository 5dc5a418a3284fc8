"""Loading the organisations and reports that the library starts with."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.organisations import organisation_named
from accounts.models import Organisation, OrganisationKind
from library.catalogue.actions.aftercare import look_after
from library.catalogue.actions.checks import name_problem, problems_of
from library.catalogue.actions.records import publish_record
from library.catalogue.models import Record
from library.indexing import index_together
from library.vocabularies.choices import CreatorRole
from library.vocabularies.dates import year_of
from library.vocabularies.models import Topic
from library.vocabularies.names import CreatorName, split_role
from library.vocabularies.place_names import PlaceNames

Row = Mapping[str, str]
# Columns that become the field of the same name.
_WORDS = ("type", "title", "summary", "publisher", "url", "where_seen")


@dataclass(frozen=True)
class RowProblem:
    """Why a row was refused. ``number`` is the line of the row in its file; the heading is line 1."""

    number: int
    title: str
    reasons: list[str]

    def __str__(self) -> str:
        return f"{self.number}: {self.title or '-'}: {' '.join(self.reasons)}"


@dataclass
class LoadResult:
    """What a load did. With problems it wrote nothing at all."""

    added: int = 0
    kept: int = 0
    problems: list[RowProblem] = field(default_factory=list)


class _LoadRefusedError(Exception):
    """At least one row is wrong, so the whole load is rolled back."""


@transaction.atomic
def load_organisations(*, rows: Iterable[Row]) -> None:
    """Create the organisations that are not known yet; what is known stays as it is. Repeats safely."""
    for row in rows:
        kind = OrganisationKind(row.get("kind") or OrganisationKind.OTHER)
        Organisation.objects.get_or_create(
            name=row["name"],
            defaults={
                "short_name": row.get("short_name", ""),
                "kind": kind,
                "country": row.get("country", ""),
            },
        )


@transaction.atomic
def place_records() -> None:
    """Put the records that name a place in words, and none of the tree, into the tree.

    Those that were put there count as changed for harvesters and feeds. Repeats safely.
    """
    known = PlaceNames()
    placed = []
    for record in Record.objects.filter(places=None).exclude(geography=""):
        places, rest = known.read(record.geography)
        if places:
            record.places.set(places)
            Record.objects.filter(pk=record.pk).update(geography=rest)
            placed.append(record.pk)
    look_after(placed, at=timezone.now())


def load_reports(*, rows: Iterable[Row], on: dt.date) -> LoadResult:
    """Publish every report that is not in the library yet: all of them, or none when a row is bad.

    A report is known again by its ``key``, and what editors have corrected since stays (repeats safely).
    Unknown years and addresses stay blank. Each bad row comes back with its line number and the reasons.
    """
    result = LoadResult()
    loader = _Loader(on)
    try:
        with transaction.atomic(), index_together():
            for number, row in enumerate(rows, start=2):
                _load_row(loader, row, int(row.get("line", number)), result)
            if result.problems:
                raise _LoadRefusedError
    except _LoadRefusedError:
        result.added = 0
    return result


def _load_row(loader: "_Loader", row: Row, number: int, result: LoadResult) -> None:
    try:
        if loader.publish(row):
            result.added += 1
        else:
            result.kept += 1
    except ValidationError as error:
        title = (row.get("title") or "")[:80]
        result.problems.append(RowProblem(number, title, _reasons(error)))


class _Loader:
    """Turns rows into records, with topics and organisations kept in memory."""

    def __init__(self, on: dt.date) -> None:
        self.on = on
        self.topics = {topic.code: topic for topic in Topic.objects.all()}
        self.places = PlaceNames()
        self.organisations = {o.name.casefold(): o for o in Organisation.objects.all()}
        self.known = set(Record.objects.exclude(import_key="").values_list("import_key", flat=True))
        self.met: set[str] = set()

    def publish(self, row: Row) -> bool:
        """Publish the row; false when it is in the library already."""
        key = self._key(row)
        if key in self.known:
            return False
        words: dict[str, Any] = {column: _text(row, column) for column in _WORDS}
        places, in_words = self.places.read(_text(row, "place"))
        words |= {"geography": in_words, "import_key": key}
        problems: dict[str, list[str]] = {}
        year = _tried(problems, _year, row)
        topics = _tried(problems, self._topics, row)
        creators = _tried(problems, self._creators, row)
        if problems:
            # One bad cell must not hide the others.
            raise ValidationError({**problems_of(_in_words(words)), **problems})
        publish_record(
            **words,
            year=year,
            topics=topics or [],
            creators=creators or [],
            places=places,
            has_more_creators=bool(_text(row, "more_authors")),
            on=self.on,
        )
        return True

    def _key(self, row: Row) -> str:
        key = _text(row, "key")
        if not key:
            raise ValidationError({"key": _("The row has no key.")})
        if key in self.met:
            raise ValidationError({"key": _("Another row has the same key.")})
        if None in row:
            raise ValidationError(_("The row has more cells than the heading has columns."))
        self.met.add(key)
        return key

    def _topics(self, row: Row) -> list[Topic]:
        codes = _list(row, "topics")
        unknown = [code for code in codes if code not in self.topics]
        if unknown:
            message = _("There is no topic “%(code)s”.") % {"code": ", ".join(unknown)}
            raise ValidationError({"topics": message})
        return [self.topics[code] for code in codes]

    def _creators(self, row: Row) -> list[CreatorName]:
        people = [_person(name) for name in _list(row, "authors")]
        bodies = [self._body(n, CreatorRole.AUTHOR) for n in _list(row, "corporate_authors")]
        # An organisation is the author of what nobody signed; otherwise it issued the work.
        signed = bodies or any(person.role != CreatorRole.CHAIR for person in people)
        role = CreatorRole.ISSUER if signed else CreatorRole.AUTHOR
        return people + bodies + [self._body(n, role) for n in _list(row, "organisations")]

    def _body(self, name: str, role: CreatorRole) -> CreatorName:
        if problem := name_problem(name):
            raise ValidationError({"creators": problem})
        organisation = self.organisations.get(name.casefold()) or organisation_named(name=name)
        if organisation is None:
            raise ValidationError({"organisations": _("An organisation has no name.")})
        self.organisations[name.casefold()] = organisation
        return CreatorName(organisation.name, organisation=organisation, role=role)


def _tried(problems: dict[str, list[str]], read: Callable[[Row], Any], row: Row) -> Any:
    """Return what the parser makes of the row; what it refuses is added to the problems."""
    try:
        return read(row)
    except ValidationError as error:
        problems.update(error.message_dict)
        return None


def _in_words(words: Mapping[str, Any]) -> Record:
    """Make an unsaved record of the text columns, only to check them: the rest of the row is unreadable."""
    now = timezone.now()
    return Record(**words, published_at=now, changed_at=now)


def _person(text: str) -> CreatorName:
    name, role = split_role(text)
    return CreatorName(name, role=role)


def _text(row: Row, column: str) -> str:
    return (row.get(column) or "").strip()


def _list(row: Row, column: str) -> list[str]:
    return [part.strip() for part in _text(row, column).split(";") if part.strip()]


def _year(row: Row) -> int | None:
    text = _text(row, "year")
    if not text:
        return None
    year = year_of(text)
    if year is None:
        message = _("“%(text)s” is not a year.") % {"text": text[:20]}
        raise ValidationError({"year": message})
    return year


def _reasons(error: ValidationError) -> list[str]:
    if hasattr(error, "error_dict"):
        return [f"{name}: {text}" for name, texts in error.message_dict.items() for text in texts]
    return error.messages
