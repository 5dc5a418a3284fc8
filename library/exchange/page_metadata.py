"""Metadata for machines in the head of a record's page: schema.org, Highwire, Open Graph."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from library.catalogue.models import Creator, File, Record
from library.exchange.citing.cited_work import CitedWork
from library.vocabularies.choices import RecordType
from library.vocabularies.licences import LICENCES

_TYPES = {
    RecordType.REPORT: "Report",
    RecordType.EVIDENCE_REVIEW: "Report",
    RecordType.POLICY_BRIEF: "Report",
    RecordType.GUIDANCE: "Report",
    RecordType.DATASET: "Dataset",
    RecordType.ARTICLE: "ScholarlyArticle",
    RecordType.CASE_STUDY: "Article",
    RecordType.PROJECT: "CreativeWork",
    RecordType.TEACHING_RESOURCE: "LearningResource",
}
# Inside a script element only the end of it, and what begins a comment, would be read as HTML.
_UNSAFE = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


@dataclass(frozen=True)
class PageMetadata:
    """The lines for the head of a page: one script of data, named and Open Graph values."""

    json_ld: SafeString
    names: list[tuple[str, str]]
    properties: list[tuple[str, str]]


def page_metadata(work: CitedWork, record: Record, files: Iterable[File]) -> PageMetadata:
    """Describe the work that a page shows; ``files`` are those that everyone may open. Takes no query."""
    opened = list(files)
    return PageMetadata(
        as_script(json_ld(work, record, opened)),
        list(highwire(work, opened)),
        [
            ("og:type", "article"),
            ("og:title", work.title),
            ("og:description", work.summary[:300]),
            ("og:url", work.address),
            ("og:site_name", settings.INSTITUTE_NAME),
            ("og:image", record.cover.social_url),
        ],
    )


def json_ld(work: CitedWork, record: Record, files: Iterable[File]) -> dict[str, Any]:
    """Describe the work as schema.org does; what is not known is left out."""
    _name, licence = LICENCES.get(work.licence, ("", ""))
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES[work.type],
        "@id": work.address,
        "url": work.address,
        "name": work.title,
        "headline": work.title[:110],
        "description": work.summary,
        "inLanguage": work.language,
        "datePublished": str(work.issued or ""),
        "dateModified": record.changed_at.isoformat(),
        "author": [_agent(creator) for creator in record.creators.all()],
        "publisher": {"@type": "Organization", "name": work.publisher} if work.publisher else None,
        "isPartOf": {"@type": "CreativeWork", "name": work.container} if work.container else None,
        "identifier": [
            *([{"@type": "PropertyValue", "propertyID": "doi", "value": work.doi}] if work.doi else []),
            *([{"@type": "PropertyValue", "propertyID": "isbn", "value": work.isbn}] if work.isbn else []),
        ],
        "sameAs": work.url if work.url != work.address else "",
        "keywords": list(work.topics),
        "spatialCoverage": [{"@type": "Place", "name": place} for place in work.places],
        "license": licence,
        "version": str(work.version or ""),
        "isAccessibleForFree": True,
        "encoding": [_media(file) for file in files],
        "includedInDataCatalog": {
            "@type": "DataCatalog", "name": settings.INSTITUTE_NAME, "url": settings.SITE_URL
        } if work.type == RecordType.DATASET else None,
    }  # fmt: skip
    return {name: value for name, value in described.items() if value}


def as_script(data: dict[str, Any]) -> SafeString:
    """Return JSON for a script element, safe from closing it and without HTML entities."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_UNSAFE))  # noqa: S308


def highwire(work: CitedWork, files: Iterable[File]) -> Iterable[tuple[str, str]]:
    """Yield the Highwire tags that scholarly search engines read."""
    yield "citation_title", work.title
    for name in work.names:
        yield "citation_author", f"{name.family}, {name.given}" if name.is_split else name.whole
    if work.issued:
        yield "citation_publication_date", str(work.issued).replace("-", "/")
    first, _dash, last = work.pages.replace("–", "-").partition("-")
    is_article = work.type == RecordType.ARTICLE
    values = {
        "citation_journal_title": work.container if is_article else "",
        "citation_volume": work.volume,
        "citation_issue": work.issue,
        "citation_firstpage": first.strip(),
        "citation_lastpage": last.strip(),
        "citation_doi": work.doi,
        "citation_isbn": work.isbn,
        "citation_technical_report_institution": "" if is_article else work.publisher,
        "citation_language": work.language,
        "citation_keywords": "; ".join(work.topics),
        "citation_abstract_html_url": work.address,
    }
    yield from ((name, value) for name, value in values.items() if value)
    for file in files:
        if file.media_type == "application/pdf":
            yield "citation_pdf_url", settings.SITE_URL + file.get_absolute_url()


def _agent(creator: Creator) -> dict[str, str]:
    if creator.is_organisation:
        return {"@type": "Organization", "name": creator.name}
    person = {"@type": "Person", "name": creator.name}
    return person | ({"@id": f"https://orcid.org/{creator.orcid}"} if creator.orcid else {})


def _media(file: File) -> dict[str, str]:
    return {
        "@type": "MediaObject",
        "name": file.name,
        "encodingFormat": file.media_type,
        "contentUrl": settings.SITE_URL + file.get_absolute_url(),
    }
