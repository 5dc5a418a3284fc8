"""Describing records and facets for programs."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Prefetch
from django.urls import reverse

from api.addresses import full_address
from library.catalogue import models
from library.catalogue.models.records import RecordQuerySet
from library.catalogue.type_fields import display_value, type_fields_of
from library.exchange.api import schemas
from library.exchange.citing.formats import FORMATS
from library.finding.facets import Value
from library.finding.finder import SearchResults
from library.practice.shown import stage_of_record, stages_with_reasons, with_stages
from library.vocabularies.choices import CreatorRole, EvidenceKind, RecordType
from library.vocabularies.models import Term, Topic


def with_all_that_is_told(records: RecordQuerySet) -> RecordQuerySet:
    """Load the records with everything that programs are told of them, in up to ten queries."""
    files = Prefetch("current_version__files", models.File.objects.order_by("name", "pk"))
    return with_stages(records.for_list().with_places().with_terms()).prefetch_related(files)


def describe_record(record: models.Record, *, on: dt.date) -> schemas.Record:
    """Describe a record ``with_all_that_is_told`` as it is on that day."""
    version = record.current_version
    assert version is not None  # noqa: S101  (every record has one)
    return schemas.Record(
        id=record.pk,
        url=full_address(record.get_absolute_url()),
        type=RecordType(record.type),
        title=record.title,
        summary=record.summary,
        issued=str(record.issued or "") or None,
        language=record.language,
        creators=[_creator(creator) for creator in record.creators.all()],
        has_more_creators=record.has_more_creators,
        publisher=record.publisher,
        container=record.container,
        volume=record.volume,
        issue=record.issue,
        pages=record.pages,
        doi=record.doi or None,
        isbn=record.isbn or None,
        source_url=record.url or None,
        licence=record.licence or None,
        rights=record.rights,
        evidence_kind=EvidenceKind(record.evidence_kind) if record.evidence_kind else None,
        topics=_subjects(record.topics.all()),
        places=[
            schemas.Subject(code=place.code, label=place.name) for place in record.places.all()
        ],
        place_in_words=record.geography,
        populations=_subjects(record.populations),
        settings=_subjects(record.settings),
        details=list(_details(record.type, version)),
        stage=stage_of_record(record),
        stage_reasons=[
            schemas.StageReason(stage=stage, condition=str(reason.words), holds=reason.holds)
            for stage, reasons in stages_with_reasons(record)
            for reason in reasons
        ],
        version=_version(version, on),
        references=schemas.References(
            **{
                each.ending: _reference(record, each.ending)
                for each in FORMATS.values()
                if each.cite
            }
        ),
        published_at=record.published_at,
        changed_at=record.changed_at,
    )


def describe_facets(results: SearchResults) -> schemas.FacetList:
    """Describe what the search can be narrowed by."""
    return schemas.FacetList(
        total=results.index.total,
        facets=[
            schemas.Facet(name=counted.facet.name, values=list(_values(counted.values)))
            for counted in results.facets
        ],
    )


def _creator(creator: models.Creator) -> schemas.Creator:
    return schemas.Creator(
        name=creator.name,
        sort_name=creator.sort_name,
        kind="organisation" if creator.is_organisation else "person",
        role=CreatorRole(creator.role),
        orcid=creator.orcid or None,
    )


def _subjects(things: Iterable[Topic | Term]) -> list[schemas.Subject]:
    return [schemas.Subject(code=thing.code, label=thing.label) for thing in things]


def _details(type_: str, version: models.Version) -> Iterator[schemas.Detail]:
    """List the answered type fields of the version, in reading order."""
    for field in type_fields_of(type_):
        value = version.particulars.get(field.name)
        if value:
            text = display_value(field, value)
            yield schemas.Detail(
                name=field.name, label=str(field.label), value=str(value), text=text
            )


def _version(version: models.Version, on: dt.date) -> schemas.Version:
    return schemas.Version(
        number=version.number,
        url=full_address(version.get_absolute_url()),
        note=version.note,
        deposited_at=version.deposited_at,
        has_text=version.has_text,
        files=[_file(file, on) for file in version.files.all()],
    )


def _file(file: models.File, on: dt.date) -> schemas.File:
    """Describe a file; one that an embargo keeps closed on that day has no address yet."""
    is_closed = file.is_closed_on(on)
    return schemas.File(
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=None if is_closed else file.sha256 or None,
        url=None if is_closed else full_address(file.get_absolute_url()),
        closed_until=file.embargo_until if is_closed else None,
    )


def _reference(record: models.Record, ending: str) -> str:
    return full_address(reverse("library:record_reference", args=[record.pk, ending]))


def _values(values: Sequence[Value], within: str | None = None) -> Iterator[schemas.FacetValue]:
    """List the values of a facet, each before the narrower ones in it."""
    for value in values:
        yield schemas.FacetValue(
            value=value.value, label=value.label, records=value.records, within=within or None
        )
        yield from _values(value.children, value.value)
