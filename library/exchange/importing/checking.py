"""Checking the rows of an import against the catalogue: new, changed, the same, refused, or left out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from library.catalogue.actions.checks import RelatedRows, validate_record
from library.catalogue.actions.form_records import creator_names
from library.catalogue.models import Record
from library.catalogue.models.records import RecordQuerySet
from library.exchange.citing.details import DETAIL_COLUMNS, PREFIX, STAGE_COLUMNS
from library.exchange.citing.table_columns import COLUMNS, split_cell
from library.exchange.importing.details import read_details
from library.exchange.importing.differences import (
    Values,
    difference,
    values_after,
    values_of,
)
from library.exchange.importing.identity import KnownRecords, own_id, record_of
from library.exchange.importing.parsers import ImportRow
from library.exchange.importing.sameness import (
    Description,
    Identity,
    describe_row,
    evidence,
    split_address,
)
from library.vocabularies.choices import EvidenceKind, RecordType
from library.vocabularies.dates import Issued, parse_issued
from library.vocabularies.identifiers import normalise_doi, normalise_isbn
from library.vocabularies.languages import code_of
from library.vocabularies.models import Place, Term, Topic
from library.vocabularies.names import CreatorName, parse_person, split_role
from library.vocabularies.place_names import PlaceNames, narrowest

_BATCH = 500
# Cells that are not facts of the work, or are read in a way of their own.
_OWN_WAY = frozenset(
    ["id", "address", "people", "organisations", "issued", "topics", "places", "place_in_words",
     "populations", "settings", "more_people", *DETAIL_COLUMNS, *STAGE_COLUMNS]
)  # fmt: skip
_READERS = {"doi": normalise_doi, "isbn": normalise_isbn, "language": code_of}
_AS_THEY_ARE = tuple(name for name in COLUMNS if name not in _OWN_WAY)


class Verdict(models.TextChoices):
    """What an import does with a row."""

    NEW = "new", gettext_lazy("New")
    CHANGED = "changed", gettext_lazy("Changed")
    SAME = "same", gettext_lazy("The same")
    REFUSED = "refused", gettext_lazy("Refused")
    LEFT_OUT = "left-out", gettext_lazy("Left out")


@dataclass(frozen=True)
class CheckedRow:
    """A checked row with its result. ``reasons`` are pairs of a column and what is wrong in it.

    ``change`` has the values before and after of the fields that differ. ``alike`` is the key of a record that
    may be about the same work, and is left alone.
    """

    row: ImportRow
    verdict: Verdict
    record: Record | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    links: RelatedRows | None = None
    # The type fields that the row fills.
    details: Mapping[str, str] = field(default_factory=dict)
    change: tuple[Values, Values] = ({}, {})
    reasons: Sequence[tuple[str, str]] = ()
    alike: int | None = None


class RowChecker:
    """Checks the rows of one file, with vocabularies and identifiers of records in memory."""

    def __init__(self, *, topics: Sequence[Topic] = ()) -> None:
        self.topics_for_all = list(topics)
        self.topics = _by_words(Topic.objects.all(), "code", "label", "synonyms")
        self.terms = _by_words(Term.objects.all(), "code", "label", "synonyms")
        self.place_codes = {place.code: place for place in Place.objects.all()}
        self.place_names = PlaceNames()
        self.organisations = {o.name.casefold(): o for o in Organisation.objects.all()}
        self.known = KnownRecords()
        self.met: dict[Identity, list[tuple[int, Description, Record | None]]] = {}

    def judge(self, rows: Iterable[ImportRow]) -> Iterator[CheckedRow]:
        """Yield the checked rows in order. A fixed number of queries for each 500 rows."""
        rows = iter(rows)
        while batch := list(islice(rows, _BATCH)):
            # Paired by position, not by row number: several entries of a BibTeX file may begin on one line.
            works = [describe_row(row) for row in batch]
            found = [self.known.candidates(*each) for each in zip(batch, works, strict=True)]
            records = with_all_that_is_compared({pk for keys in found for pk in keys}).in_bulk()
            for row, work, keys in zip(batch, works, found, strict=True):
                there = [records[pk] for pk in keys if pk in records]
                yield self._judge(row, work, record_of(row, work, there))

    def _judge(self, row: ImportRow, work: Description, record: Record | None) -> CheckedRow:
        if record is not None and not record.is_published:
            why = [("title", _why_left_out(record))]
            return CheckedRow(row, Verdict.LEFT_OUT, record, reasons=why)
        reasons: list[tuple[str, str]] = []
        if own_id(row.cells) and record is None:
            reasons.append(("id", _("There is no such record in this library.")))
        if twin := self._twin(row, work, record):
            reasons.append(("title", _("Row %(row)s is about the same work.") % {"row": twin}))
        facts, links = self._read(row, record, reasons)
        type_ = facts.get("type") or (record.type if record else "")
        details = read_details(row.cells, type_, reasons)
        # Report all problems of a row together, so that a file can be corrected in one go; but a cell that could not be
        # read gets no second message.
        told = {column for column, _reason in reasons}
        reasons += [
            each for each in _problems(facts, links, details, record) if each[0] not in told
        ]
        if reasons:
            return CheckedRow(row, Verdict.REFUSED, record, reasons=reasons)
        if record is None:
            alike = self.known.alike(row, work)
            return CheckedRow(row, Verdict.NEW, None, facts, links, details, alike=alike)
        change = difference(values_of(record), values_after(record, facts, links, details))
        verdict = Verdict.CHANGED if change[1] else Verdict.SAME
        return CheckedRow(row, verdict, record, facts, links, details, change)

    def _twin(self, row: ImportRow, mine: Description, record: Record | None) -> int | None:
        """Return the number of an earlier row for the same work, found by any identity of either."""
        keys = [*mine.identities, *([("pk", str(record.pk))] if record else [])]
        for number, other, its_record in chain.from_iterable(self.met.get(key, ()) for key in keys):
            if record and its_record:
                # Two records of the library may have one title, but no file gives them one DOI.
                shares_doi = mine.doi == other.doi != ""
                has_it = shares_doi and record.doi == its_record.doi == mine.doi
                is_twin = record.pk == its_record.pk or (shares_doi and not has_it)
            else:
                is_twin = bool(evidence(mine, other))
            if is_twin:
                return number
        for key in keys:
            self.met.setdefault(key, []).append((row.number, mine, record))
        return None

    def _read(
        self, row: ImportRow, record: Record | None, reasons: list[tuple[str, str]]
    ) -> tuple[dict[str, Any], RelatedRows]:
        """Read the facts and links of the row; what it leaves empty is as the record has it."""
        cells = row.cells
        if record is not None:
            cells = _surer_cells(row)
        issued = self._tried(reasons, "issued", lambda: parse_issued(cells.get("issued", "")))
        facts = self._facts(cells, reasons)
        if issued and not (row.guessed and _is_less_exact(issued, record)):
            facts |= {"year": issued.year, "month": issued.month, "day": issued.day}
        if record is None:
            facts.setdefault("type", RecordType.REPORT.value)
            facts.setdefault("language", "en")
            facts.setdefault("summary", "")
            facts.setdefault("title", "")
        places, in_words = self._places(cells, reasons)
        if in_words:
            facts["geography"] = in_words
        terms = [
            *self._named(cells, "populations", self.terms, reasons),
            *self._named(cells, "settings", self.terms, reasons),
        ]
        topics = self._topics(cells, reasons)
        creators = self._creators(row, record)
        if record is None:
            return facts, RelatedRows(topics or self.topics_for_all, creators, places, terms)
        return facts, RelatedRows(
            topics or list(record.topics.all()),
            creators,
            narrowest(places) or list(record.places.all()),
            terms or list(record.terms.all()),
        )

    def _facts(self, cells: Mapping[str, str], reasons: list[tuple[str, str]]) -> dict[str, Any]:
        """Read the facts that are one text each, identifiers and codes in the form in which they are kept."""
        facts: dict[str, Any] = {name: cells[name] for name in _AS_THEY_ARE if cells.get(name)}
        for name, read in _READERS.items():
            if text := facts.get(name):
                facts[name] = self._tried(reasons, name, partial(read, text)) or ""
        if not facts.get("language"):
            facts.pop("language", None)
        if cells.get("more_people"):
            facts["has_more_creators"] = True
        for name, known in (("type", RecordType.values), ("evidence_kind", EvidenceKind.values)):
            if facts.get(name) and facts[name] not in known:
                words = {"value": facts[name][:40], "known": ", ".join(known)}
                told = _("“%(value)s” is not known. Use one of: %(known)s.") % words
                reasons.append((name, told))
        return facts

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
        """Topics by code, label or synonym. Unknown ones are ignored if topics were chosen for the whole file."""
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

    def _creators(self, row: ImportRow, record: Record | None) -> list[CreatorName]:
        """People and bodies; of a kind that the row leaves empty the record keeps its own."""
        present = creator_names(record.creators.all()) if record else []
        persons = {each.name: each for each in present if not each.organisation}
        people, bodies = self._people(row, persons), self._bodies(row.cells)
        if row.guessed and {each.name for each in (*people, *bodies)} <= {e.name for e in present}:
            # Formats such as RIS know fewer roles, and tell a person from an organisation only by a comma. If they name
            # nobody new, the record's own creators are kept.
            sorted_as = {**{each.name: each.sort_name for each in people}, **row.sort_names}
            return [
                replace(each, known_sort_name=sorted_as.get(each.name, each.known_sort_name))
                for each in present
            ]
        if row.guessed:
            people += [persons[each.name] for each in bodies if each.name in persons]
            bodies = [each for each in bodies if each.name not in persons]
        creators = [
            *(people or persons.values()),
            *(bodies or (each for each in present if each.organisation)),
        ]
        # A table has people and organisations in separate columns, so a different order alone is no change.
        is_same = sorted(map(_signature, creators)) == sorted(map(_signature, present))
        return present if is_same else creators

    def _people(self, row: ImportRow, persons: Mapping[str, CreatorName]) -> list[CreatorName]:
        """Return people by name. Those whom the record has under the same name keep what the row does not say."""
        people = []
        for value in split_cell(row.cells.get("people", "")):
            name, orcid, role = parse_person(value)
            known = persons.get(name, CreatorName(name))
            people.append(
                replace(
                    known,
                    role=role,
                    orcid=orcid or known.orcid,
                    known_sort_name=row.sort_names.get(name, known.known_sort_name),
                )
            )
        return people

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


def with_all_that_is_compared(keys: Iterable[int]) -> RecordQuerySet:
    """Return these records with all that an import can change in them."""
    ready = Record.objects.filter(pk__in=keys).for_list().with_places().with_terms()
    return ready.prefetch_related("creators__user")


def _why_left_out(record: Record) -> str:
    if record.replaced_by_id:
        return _("This record was merged into another one, so the row is left out.")
    return _(
        "This record is withdrawn, so the row is left out. Restore the record to import the row."
    )


def _surer_cells(row: ImportRow) -> dict[str, str]:
    """Return the cells that count for a record that is there, without what a format can only guess."""
    cells = {name: text for name, text in row.cells.items() if name not in row.guessed}
    url, doi = cells.get("url", ""), cells.get("doi", "")
    is_from_here = split_address(url).netloc == urlsplit(settings.SITE_URL).netloc
    if row.guessed and (is_from_here or (doi and url.lower().endswith(f"doi.org/{doi.lower()}"))):
        # Exports write the record's page or its DOI here when it has no address of its own: not a new address.
        del cells["url"]
    return cells


def _is_less_exact(issued: Issued, record: Record | None) -> bool:
    """Tell whether the record has the same date with more detail."""
    return record is not None and str(record.issued or "").startswith(f"{issued}-")


def _signature(creator: CreatorName) -> tuple[str, str, str, str]:
    return (creator.name, creator.sort_name, str(creator.role), creator.orcid)


def _problems(
    facts: Mapping[str, Any],
    links: RelatedRows,
    details: Mapping[str, str],
    record: Record | None,
) -> list[tuple[str, str]]:
    now = timezone.now()
    to_be = copy(record) if record else Record(published_at=now, changed_at=now)
    for name, value in facts.items():
        setattr(to_be, name, value)
    try:
        validate_record(to_be, links, details)
    except ValidationError as error:
        return [
            (f"{PREFIX}{column}" if column in details else column, text)
            for column, texts in error.message_dict.items()
            for text in texts
        ]
    return []


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
