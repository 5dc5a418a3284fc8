"""Checking the rows of an import against the catalogue: new, changed, the same, or refused."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from core.web import key_of
from library.catalogue.actions.checks import RelatedRows, validate_record
from library.catalogue.actions.form_records import creator_names
from library.catalogue.models import Record
from library.exchange.citing.table_columns import COLUMNS, cells_of, split_cell
from library.exchange.importing.parsers import ImportRow
from library.vocabularies.choices import EvidenceKind, RecordType
from library.vocabularies.dates import parse_issued
from library.vocabularies.identifiers import normalise_doi, normalise_isbn
from library.vocabularies.models import Place, Term, Topic
from library.vocabularies.names import CreatorName, parse_person, split_role
from library.vocabularies.place_names import PlaceNames

_BATCH = 500
# Cells that are not facts of the work, or are read in a way of their own.
_OWN_WAY = frozenset(
    ["id", "address", "people", "organisations", "issued", "topics", "places", "place_in_words",
     "populations", "settings", "more_people"]
)  # fmt: skip
_AS_THEY_ARE = tuple(name for name in COLUMNS if name not in _OWN_WAY)


class RowResult(models.TextChoices):
    """What an import does with a row."""

    NEW = "new", gettext_lazy("New")
    CHANGED = "changed", gettext_lazy("Changed")
    SAME = "same", gettext_lazy("The same")
    REFUSED = "refused", gettext_lazy("Refused")


@dataclass(frozen=True)
class CheckedRow:
    """A checked row with its result. ``reasons`` are pairs of a column and what is wrong in it."""

    row: ImportRow
    verdict: RowResult
    record: Record | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    links: RelatedRows | None = None
    changes: Sequence[str] = ()
    reasons: Sequence[tuple[str, str]] = ()


class RowChecker:
    """Checks the rows of one file, with vocabularies and identifiers of records in memory."""

    def __init__(self, *, topics: Sequence[Topic] = ()) -> None:
        self.topics_for_all = list(topics)
        self.topics = _by_words(Topic.objects.all(), "code", "label", "synonyms")
        self.terms = _by_words(Term.objects.all(), "code", "label", "synonyms")
        self.place_codes = {place.code: place for place in Place.objects.all()}
        self.place_names = PlaceNames()
        self.organisations = {o.name.casefold(): o for o in Organisation.objects.all()}
        self.known = _Known()
        self.met: dict[tuple[str, str], int] = {}

    def judge(self, rows: Iterable[ImportRow]) -> Iterator[CheckedRow]:
        """Yield the checked rows in order. A fixed number of queries for each 500 rows."""
        rows = iter(rows)
        while batch := list(islice(rows, _BATCH)):
            found = {row.number: self.known.pk_of(row.cells) for row in batch}
            keys = {pk for pk in found.values() if pk}
            ready = Record.objects.filter(pk__in=keys).for_list().with_places().with_terms()
            records = ready.in_bulk()
            for row in batch:
                yield self._judge(row, found[row.number], records)

    def _judge(self, row: ImportRow, pk: int | None, records: Mapping[int, Record]) -> CheckedRow:
        reasons: list[tuple[str, str]] = []
        record = records.get(pk) if pk else None
        if row.cells.get("id") and record is None:
            reasons.append(("id", _("There is no such record in this library.")))
        elif record is not None and not record.is_published:
            reasons.append(("id", _("This record is withdrawn.")))
        if twin := self._twin(row, record):
            reasons.append(("title", _("Row %(row)s is about the same work.") % {"row": twin}))
        facts, links = self._read(row.cells, record, reasons)
        # All at once, so that a file is mended in one go; of a cell that could not be read nothing more is said.
        told = {column for column, _reason in reasons}
        reasons += [each for each in _problems(facts, links, record) if each[0] not in told]
        if reasons:
            return CheckedRow(row, RowResult.REFUSED, record, reasons=reasons)
        if record is None:
            return CheckedRow(row, RowResult.NEW, None, facts, links)
        changes = _changes(row.cells, record, facts, links)
        verdict = RowResult.CHANGED if changes else RowResult.SAME
        return CheckedRow(row, verdict, record, facts, links, changes)

    def _twin(self, row: ImportRow, record: Record | None) -> int | None:
        """Return the number of an earlier row for the same work."""
        key = ("pk", str(record.pk)) if record else _identity(row.cells)
        if key in self.met:
            return self.met[key]
        self.met[key] = row.number
        return None

    def _read(
        self, cells: Mapping[str, str], record: Record | None, reasons: list[tuple[str, str]]
    ) -> tuple[dict[str, Any], RelatedRows]:
        """The facts and links of the row; what it leaves empty is as the record has it."""
        facts: dict[str, Any] = {name: cells[name] for name in _AS_THEY_ARE if cells.get(name)}
        issued = self._tried(reasons, "issued", lambda: parse_issued(cells.get("issued", "")))
        if issued:
            facts |= {"year": issued.year, "month": issued.month, "day": issued.day}
        for name, read in (("doi", normalise_doi), ("isbn", normalise_isbn)):
            if text := facts.get(name):
                facts[name] = self._tried(reasons, name, partial(read, text)) or ""
        if cells.get("more_people"):
            facts["has_more_creators"] = True
        if record is None:
            facts.setdefault("type", RecordType.REPORT.value)
            facts.setdefault("language", "en")
            facts.setdefault("summary", "")
            facts.setdefault("title", "")
        for name, known in (("type", RecordType.values), ("evidence_kind", EvidenceKind.values)):
            if facts.get(name) and facts[name] not in known:
                words = {"value": facts[name][:40], "known": ", ".join(known)}
                told = _("“%(value)s” is not known. Use one of: %(known)s.") % words
                reasons.append((name, told))
        places, in_words = self._places(cells, reasons)
        if in_words:
            facts["geography"] = in_words
        terms = [
            *self._named(cells, "populations", self.terms, reasons),
            *self._named(cells, "settings", self.terms, reasons),
        ]
        topics = self._topics(cells, reasons)
        creators = [*self._people(cells), *self._bodies(cells)]
        if record is None:
            return facts, RelatedRows(topics or self.topics_for_all, creators, places, terms)
        return facts, RelatedRows(
            topics or list(record.topics.all()),
            creators or creator_names(record.creators.all()),
            places or list(record.places.all()),
            terms or list(record.terms.all()),
        )

    def _tried(self, reasons: list[tuple[str, str]], column: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except ValidationError as error:
            reasons += [(column, text) for text in error.messages]
            return None

    def _places(
        self, cells: Mapping[str, str], reasons: list[tuple[str, str]]
    ) -> tuple[list[Place], str]:
        places = []
        for value in split_cell(cells.get("places", "")):
            named, rest = self.place_names.read(value)
            if value in self.place_codes:
                places.append(self.place_codes[value])
            elif named and not rest:
                places += named
            else:
                words = {"value": value[:40]}
                reasons.append(("places", _("“%(value)s” is not in the list of places.") % words))
        return places, cells.get("place_in_words", "")

    def _topics(self, cells: Mapping[str, str], reasons: list[tuple[str, str]]) -> list[Topic]:
        """Topics by code, label or synonym. Foreign keywords are let go where the file has topics for all."""
        if not self.topics_for_all:
            return self._named(cells, "topics", self.topics, reasons)
        known = [self.topics.get(value.casefold()) for value in split_cell(cells.get("topics", ""))]
        return list(dict.fromkeys(topic for topic in known if topic))

    def _named(
        self,
        cells: Mapping[str, str],
        column: str,
        known: Mapping[str, Any],
        reasons: list[tuple[str, str]],
    ) -> list[Any]:
        found = []
        for value in split_cell(cells.get(column, "")):
            thing = known.get(value.casefold())
            if thing is None:
                reasons.append((column, _("“%(value)s” is not known.") % {"value": value[:40]}))
            else:
                found.append(thing)
        return found

    def _people(self, cells: Mapping[str, str]) -> list[CreatorName]:
        typed = [parse_person(value) for value in split_cell(cells.get("people", ""))]
        return [CreatorName(name, role=role, orcid=orcid) for name, orcid, role in typed]

    def _bodies(self, cells: Mapping[str, str]) -> list[CreatorName]:
        """Organisations by name; one that is new has no row yet and is made when all is written."""
        bodies = []
        for value in split_cell(cells.get("organisations", "")):
            name, role = split_role(value)
            known = self.organisations.get(name.casefold())
            body = known or Organisation(name=name)
            self.organisations[name.casefold()] = body
            bodies.append(CreatorName(body.name, organisation=body, role=role))
        return bodies


class _Known:
    """Identifiers, addresses and titles of all records, to find the one a row is about."""

    def __init__(self) -> None:
        self.pks: set[int] = set()
        self.by_identity: dict[tuple[str, str], int] = {}
        rows = Record.objects.filter(replaced_by=None).order_by("-pk")
        columns = ("pk", "doi", "isbn", "url", "title", "year")
        for pk, doi, isbn, url, title, year in rows.values_list(*columns).iterator(
            chunk_size=2_000
        ):
            self.pks.add(pk)
            for identity in _identities(doi, isbn, url, title, str(year or "")):
                self.by_identity[identity] = pk

    def pk_of(self, cells: Mapping[str, str]) -> int | None:
        """Return the key of the record that a row is about."""
        number = cells.get("id", "")
        if number:
            key = key_of(number)
            return key if key in self.pks else None
        return next(
            (self.by_identity[each] for each in _row_identities(cells) if each in self.by_identity),
            None,
        )


def _identities(doi: str, isbn: str, url: str, title: str, year: str) -> Iterator[tuple[str, str]]:
    if doi:
        yield "doi", doi
    if isbn:
        yield "isbn", isbn
    if url:
        yield "url", url.rstrip("/")
    yield "title", f"{' '.join(title.casefold().split())} {year}"


def _row_identities(cells: Mapping[str, str]) -> list[tuple[str, str]]:
    found = {}
    for name, read in (("doi", normalise_doi), ("isbn", normalise_isbn)):
        try:
            found[name] = read(cells.get(name, ""))
        except ValidationError:
            # The problem is told beside its column, not here.
            found[name] = ""
    year = cells.get("issued", "")[:4]
    return list(
        _identities(found["doi"], found["isbn"], cells.get("url", ""), cells.get("title", ""), year)
    )


def _identity(cells: Mapping[str, str]) -> tuple[str, str]:
    return _row_identities(cells)[0]


def _problems(
    facts: Mapping[str, Any], links: RelatedRows, record: Record | None
) -> list[tuple[str, str]]:
    now = timezone.now()
    to_be = copy(record) if record else Record(published_at=now, changed_at=now)
    for name, value in facts.items():
        setattr(to_be, name, value)
    try:
        validate_record(to_be, links, {})
    except ValidationError as error:
        return [(column, text) for column, texts in error.message_dict.items() for text in texts]
    return []


def _changes(
    cells: Mapping[str, str], record: Record, facts: Mapping[str, Any], links: RelatedRows
) -> list[str]:
    """The columns that the row would change. What it leaves empty stays."""
    present = dict(zip(COLUMNS, cells_of(record, site=settings.SITE_URL), strict=True))
    changed = [
        name
        for name in (*_AS_THEY_ARE, "place_in_words")
        if cells.get(name) and str(facts.get(_field_of(name), "")) != present[name]
    ]
    if cells.get("issued") and str(parse_issued(cells["issued"])) != present["issued"]:
        changed.append("issued")
    if cells.get("more_people") and not record.has_more_creators:
        changed.append("more_people")
    pairs = {
        "topics": (links.topics, record.topics.all()),
        "places": (links.places, record.places.all()),
        "terms": (links.terms, record.terms.all()),
    }
    changed += [name for name, (one, other) in pairs.items() if set(one) != set(other)]
    if _as_names(links.creators) != _as_names(creator_names(record.creators.all())):
        changed.append("creators")
    return changed


def _field_of(column: str) -> str:
    return "geography" if column == "place_in_words" else column


def _as_names(creators: Iterable[CreatorName]) -> list[tuple[str, str, str]]:
    return [(creator.name, str(creator.role), creator.orcid) for creator in creators]


def _by_words(things: Iterable[Any], *fields: str) -> dict[str, Any]:
    """Index the rows of a vocabulary by code, then label, then synonym."""
    by_word: dict[str, Any] = {}
    every = list(things)
    for name in fields:
        for thing in every:
            words = getattr(thing, name)
            for word in words if isinstance(words, list) else [words]:
                by_word.setdefault(word.casefold(), thing)
    return by_word
