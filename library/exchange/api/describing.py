"""A record as programs get it."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse

from library.catalogue.models import Creator, File, Record, Version
from library.catalogue.models.records import RecordQuerySet
from library.exchange.citing.formats import FORMATS
from library.finding.facets import Value
from library.finding.finder import CountedFacet
from library.vocabularies.models import Place, Term, Topic


def for_api(records: RecordQuerySet) -> RecordQuerySet:
    """The records with all that is said of them, in seven queries."""
    files = Prefetch("current_version__files", File.objects.order_by("name", "pk"))
    return records.for_list().with_places().with_terms().prefetch_related(files)


def described(record: Record, *, on: dt.date) -> dict[str, Any]:
    """One record, from ``for_api``. The files that an embargo keeps closed on that day have no address yet."""
    version = record.current_version
    assert version is not None  # noqa: S101  (every record has one)
    return {
        "id": record.pk,
        "url": _full(record.get_absolute_url()),
        "type": record.type,
        "title": record.title,
        "summary": record.summary,
        "issued": str(record.issued) if record.issued else None,
        "language": record.language,
        "creators": [_creator(creator) for creator in record.creators.all()],
        "has_more_creators": record.has_more_creators,
        "publisher": record.publisher,
        "container": record.container,
        "volume": record.volume,
        "issue": record.issue,
        "pages": record.pages,
        "doi": record.doi or None,
        "isbn": record.isbn or None,
        "source_url": record.url or None,
        "licence": record.licence or None,
        "rights": record.rights,
        "evidence_kind": record.evidence_kind or None,
        "topics": [_topic(topic) for topic in record.topics.all()],
        "places": [_place(place) for place in record.places.all()],
        "place_in_words": record.geography,
        "populations": [_term(term) for term in record.populations],
        "settings": [_term(term) for term in record.settings],
        "version": _version(version, on),
        "references": {
            each.ending: _full(reverse("library:record_reference", args=[record.pk, each.ending]))
            for each in FORMATS.values()
            if each.cite
        },
        "published_at": record.published_at.isoformat(),
        "changed_at": record.changed_at.isoformat(),
    }


def counted(facet: CountedFacet) -> dict[str, Any]:
    """The values of a facet with their counts; ``within`` names the broader value of one."""
    return {"name": facet.facet.name, "values": list(_values(facet.values, None))}


def _values(values: list[Value], within: str | None) -> list[dict[str, Any]]:
    rows = []
    for value in values:
        row = {"value": value.value, "label": str(value.label), "records": value.records}
        rows.append({**row, "within": within})
        rows += _values(value.children, value.value)
    return rows


def _creator(creator: Creator) -> dict[str, Any]:
    return {
        "name": creator.name,
        "sort_name": creator.sort_name,
        "kind": "organisation" if creator.is_organisation else "person",
        "role": creator.role,
        "orcid": creator.orcid or None,
    }


def _topic(topic: Topic) -> dict[str, str]:
    return {"code": topic.code, "label": topic.label}


def _place(place: Place) -> dict[str, str]:
    return {"code": place.code, "label": place.name}


def _term(term: Term) -> dict[str, str]:
    return {"code": term.code, "label": term.label}


def _version(version: Version, on: dt.date) -> dict[str, Any]:
    return {
        "number": version.number,
        "url": _full(version.get_absolute_url()),
        "note": version.note,
        "deposited_at": version.deposited_at.isoformat(),
        "has_text": version.has_text,
        "files": [_file(file, on) for file in version.files.all()],
    }


def _file(file: File, on: dt.date) -> dict[str, Any]:
    is_closed = file.is_closed_on(on)
    return {
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": None if is_closed else file.sha256,
        "url": None if is_closed else _full(file.get_absolute_url()),
        "closed_until": file.embargo_until.isoformat()
        if is_closed and file.embargo_until
        else None,
    }


def _full(path: str) -> str:
    return settings.SITE_URL + path
