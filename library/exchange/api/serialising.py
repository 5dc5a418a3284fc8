"""What programs get: every field of every answer, from which the OpenAPI document is made, too."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django_stubs_ext import StrOrPromise

from library.catalogue.models import File, Record, Version
from library.catalogue.models.records import RecordQuerySet
from library.catalogue.subjects import Subject
from library.exchange.api.shapes import (
    ADDRESS,
    DAY,
    MOMENT,
    NUMBER,
    TEXT,
    TRUTH,
    Field,
    Shape,
    choice,
)
from library.exchange.citing.formats import FORMATS
from library.finding.facets import Value
from library.vocabularies.choices import CreatorRole, EvidenceKind, RecordType


@dataclass(frozen=True)
class Page:
    """A page of the records of a search, and the address of the next."""

    total: int
    searched_for: str
    records: list[Record]
    next: str | None


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet with its count; ``within`` names the broader one."""

    value: str
    label: StrOrPromise
    records: int
    within: str | None


def for_api(records: RecordQuerySet) -> RecordQuerySet:
    """Load the records with everything that the API says of them, in seven queries."""
    files = Prefetch("current_version__files", File.objects.order_by("name", "pk"))
    return records.for_list().with_places().with_terms().prefetch_related(files)


def _version(record: Record) -> Version:
    version = record.current_version
    assert version is not None  # noqa: S101  (every record has one)
    return version


def _places(record: Record) -> list[Subject]:
    return [Subject(place.pk, place.code, place.name) for place in record.places.all()]


def _reference(ending: str) -> Field:
    return ADDRESS.of(
        lambda record: _full(reverse("library:record_reference", args=[record.pk, ending]))
    )


def _rows(values: list[Value], within: str | None = None) -> Iterator[FacetValue]:
    """List the values of a facet, each before the narrower ones in it."""
    for value in values:
        yield FacetValue(value.value, str(value.label), value.records, within)
        yield from _rows(value.children, value.value)


def _full(path: str) -> str:
    return settings.SITE_URL + path


CREATOR = Shape(
    "Creator",
    {
        "name": TEXT,
        "sort_name": TEXT,
        "kind": choice(["person", "organisation"]).of(
            lambda creator: "organisation" if creator.is_organisation else "person"
        ),
        "role": choice(CreatorRole.values),
        "orcid": TEXT.or_null(),
    },
)
# A topic, a place, a population group or a setting.
SUBJECT = Shape("Subject", {"code": TEXT, "label": TEXT})
# The files that an embargo keeps closed on the day of the answer have no address yet.
FILE = Shape(
    "File",
    {
        "name": TEXT,
        "media_type": TEXT,
        "size": NUMBER,
        "sha256": TEXT.or_null().of_day(
            lambda file, on: None if file.is_closed_on(on) else file.sha256
        ),
        "url": ADDRESS.or_null().of_day(
            lambda file, on: None if file.is_closed_on(on) else _full(file.get_absolute_url())
        ),
        "closed_until": DAY.or_null().of_day(
            lambda file, on: file.embargo_until.isoformat() if file.is_closed_on(on) else None
        ),
    },
)
VERSION = Shape(
    "Version",
    {
        "number": NUMBER,
        "url": ADDRESS.of(lambda version: _full(version.get_absolute_url())),
        "note": TEXT,
        "deposited_at": MOMENT.of(lambda version: version.deposited_at.isoformat()),
        "has_text": TRUTH,
        "files": FILE.many(lambda version: version.files.all()),
    },
)
REFERENCES = Shape(
    "", {each.ending: _reference(each.ending) for each in FORMATS.values() if each.cite}
)
RECORD = Shape(
    "Record",
    {
        "id": NUMBER.of(lambda record: record.pk),
        "url": ADDRESS.of(lambda record: _full(record.get_absolute_url())),
        "type": choice(RecordType.values),
        "title": TEXT,
        "summary": TEXT,
        "issued": TEXT.said("2020, 2020-03 or 2020-03-14, as it is known")
        .or_null()
        .of(lambda record: str(record.issued or "")),
        "language": TEXT.said("BCP 47"),
        "creators": CREATOR.many(lambda record: record.creators.all()),
        "has_more_creators": TRUTH,
        "publisher": TEXT,
        "container": TEXT.said("The journal, series or book it appeared in"),
        "volume": TEXT,
        "issue": TEXT,
        "pages": TEXT,
        "doi": TEXT.or_null(),
        "isbn": TEXT.or_null(),
        "source_url": ADDRESS.or_null().of(lambda record: record.url),
        "licence": TEXT.or_null(),
        "rights": TEXT,
        "evidence_kind": Field({"enum": [*EvidenceKind.values, None]}, is_null_when_empty=True),
        "topics": SUBJECT.many(lambda record: record.topics.all()),
        "places": SUBJECT.many(_places),
        "place_in_words": TEXT.of(lambda record: record.geography),
        "populations": SUBJECT.many(lambda record: record.populations),
        "settings": SUBJECT.many(lambda record: record.settings),
        "version": VERSION.one(_version),
        "references": Field(REFERENCES.schema, lambda record, on: REFERENCES.answer(record, on=on)),
        "published_at": MOMENT.of(lambda record: record.published_at.isoformat()),
        "changed_at": MOMENT.of(lambda record: record.changed_at.isoformat()),
    },
)
RECORD_LIST = Shape(
    "RecordList",
    {
        "total": NUMBER,
        "searched_for": TEXT,
        "items": RECORD.many(lambda page: page.records),
        "next": ADDRESS.or_null(),
    },
)
FACET_VALUE = Shape(
    "FacetValue", {"value": TEXT, "label": TEXT, "records": NUMBER, "within": TEXT.or_null()}
)
FACET = Shape(
    "Facet",
    {
        "name": TEXT.of(lambda counted: counted.facet.name),
        "values": FACET_VALUE.many(lambda counted: _rows(counted.values)),
    },
)
FACET_LIST = Shape(
    "FacetList",
    {
        "total": NUMBER.of(lambda results: results.index.total),
        "facets": FACET.many(lambda results: results.facets),
    },
)
SHAPES = (
    RECORD_LIST, FACET_LIST, FACET, FACET_VALUE, RECORD, CREATOR, SUBJECT, VERSION, FILE,
)  # fmt: skip
