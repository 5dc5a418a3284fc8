"""A record in the two formats that harvesters may ask for: simple Dublin Core, and DataCite 4."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from library.catalogue.models import Creator, Record
from library.exchange.citing.cited_work import CitedWork, describe_work
from library.exchange.harvesting.xml import Element, add
from library.vocabularies.choices import RecordType, RelationKind
from library.vocabularies.licences import LICENCES

_DC = "http://purl.org/dc/elements/1.1/"
_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DATACITE = "http://datacite.org/schema/kernel-4"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
# The DCMI type vocabulary, and the general resource types of DataCite 4.
_DC_TYPES = {RecordType.DATASET: "Dataset", RecordType.TEACHING_RESOURCE: "InteractiveResource"}
_DATACITE_TYPES = {
    RecordType.REPORT: "Report",
    RecordType.EVIDENCE_REVIEW: "Report",
    RecordType.POLICY_BRIEF: "Report",
    RecordType.GUIDANCE: "Report",
    RecordType.DATASET: "Dataset",
    RecordType.ARTICLE: "JournalArticle",
    RecordType.CASE_STUDY: "Text",
    RecordType.PROJECT: "Text",
    RecordType.TEACHING_RESOURCE: "Text",
}
_RELATIONS = {
    RelationKind.PART_OF: ("IsPartOf", "HasPart"),
    RelationKind.SUPERSEDES: ("Obsoletes", "IsObsoletedBy"),
    RelationKind.FOLLOWS_UP: ("Continues", "IsContinuedBy"),
    RelationKind.RESPONDS_TO: ("Reviews", "IsReviewedBy"),
    RelationKind.DRAWS_ON: ("References", "IsReferencedBy"),
}


@dataclass(frozen=True)
class MetadataFormat:
    """One format: its prefix, where it is described, and how a record is written in it."""

    prefix: str
    schema: str
    namespace: str
    write: Callable[[Element, Record], None]


def _oai_dc(parent: Element, record: Record) -> None:
    work = describe_work(record)
    root = add(parent, f"{{{_OAI_DC}}}dc")
    root.set(_XSI, f"{_OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd")

    def dc(name: str, text: str, lang: str = "") -> None:
        if text:
            extra = {"lang": lang} if lang else {}
            add(root, f"{{{_DC}}}{name}", text, **extra)

    dc("title", work.title, work.language)
    for creator in record.creators.all():
        dc("contributor" if creator.role == "chair" else "creator", creator.sort_name)
    for topic in work.topics:
        dc("subject", topic)
    dc("description", work.summary, work.language)
    dc("publisher", work.publisher)
    dc("date", str(work.issued or ""))
    dc("type", _DC_TYPES.get(work.type, "Text"))
    dc("type", str(work.type.label))
    for identifier in _identifiers(work):
        dc("identifier", identifier)
    dc("source", work.container)
    dc("language", work.language)
    for place in work.places:
        dc("coverage", place)
    for name, address in _rights(record):
        dc("rights", address or name)
    for _relation, _kind, other in _ties(record):
        dc("relation", settings.SITE_URL + other.get_absolute_url())


def _oai_datacite(parent: Element, record: Record) -> None:
    work = describe_work(record)
    root = add(parent, f"{{{_DATACITE}}}resource")
    root.set(_XSI, f"{_DATACITE} https://schema.datacite.org/meta/kernel-4/metadata.xsd")

    def child(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
        return add(parent, f"{{{_DATACITE}}}{name}", text, **attributes)

    # DataCite wants an identifier; what has no DOI is known by its address.
    kind = "DOI" if work.doi else "URL"
    child(root, "identifier", work.doi or work.address, identifierType=kind)
    _creators(child, root, record)
    titles = child(root, "titles")
    child(titles, "title", work.title, lang=work.language)
    child(root, "publisher", work.publisher or "(:unav)")
    child(root, "publicationYear", f"{work.issued.year:04}" if work.issued else "0000")
    kind = _DATACITE_TYPES[work.type]
    child(root, "resourceType", str(work.type.label), resourceTypeGeneral=kind)
    if work.topics:
        subjects = child(root, "subjects")
        for topic in work.topics:
            child(subjects, "subject", topic)
    dates = child(root, "dates")
    if work.issued:
        child(dates, "date", str(work.issued), dateType="Issued")
    child(dates, "date", record.published_at.date().isoformat(), dateType="Available")
    child(root, "language", work.language)
    others = child(root, "alternateIdentifiers")
    child(others, "alternateIdentifier", work.address, alternateIdentifierType="URL")
    if work.isbn:
        child(others, "alternateIdentifier", work.isbn, alternateIdentifierType="ISBN")
    _related(child, root, record, work)
    if rights := _rights(record):
        rights_list = child(root, "rightsList")
        for name, address in rights:
            child(rights_list, "rights", name, **({"rightsURI": address} if address else {}))
    descriptions = child(root, "descriptions")
    child(descriptions, "description", work.summary, descriptionType="Abstract", lang=work.language)
    if work.places:
        locations = child(root, "geoLocations")
        for place in work.places:
            location = child(locations, "geoLocation")
            child(location, "geoLocationPlace", place)


def _creators(child: Callable[..., Element], root: Element, record: Record) -> None:
    creators = child(root, "creators")
    named = list(record.creators.all())
    for each in named:
        creator = child(creators, "creator")
        kind = "Organizational" if each.is_organisation else "Personal"
        child(creator, "creatorName", each.sort_name, nameType=kind)
        _person(child, creator, each)
    if not named:
        child(child(creators, "creator"), "creatorName", "(:unkn)")


def _person(child: Callable[..., Element], creator: Element, each: Creator) -> None:
    family, comma, given = each.sort_name.partition(", ")
    if comma and not each.is_organisation:
        child(creator, "givenName", given)
        child(creator, "familyName", family)
    if each.orcid:
        child(
            creator,
            "nameIdentifier",
            each.orcid,
            nameIdentifierScheme="ORCID",
            schemeURI="https://orcid.org",
        )


def _related(child: Callable[..., Element], root: Element, record: Record, work: CitedWork) -> None:
    ties = _ties(record)
    source = work.url if work.url and not work.url.startswith(settings.SITE_URL) else ""
    if not ties and not source:
        return
    related = child(root, "relatedIdentifiers")
    for words, kind, other in ties:
        address = settings.SITE_URL + other.get_absolute_url()
        child(
            related,
            "relatedIdentifier",
            address,
            relatedIdentifierType="URL",
            relationType=words[0] if kind == "forth" else words[1],
        )
    if source:
        child(
            related,
            "relatedIdentifier",
            source,
            relatedIdentifierType="URL",
            relationType="IsIdenticalTo",
        )


def _ties(record: Record) -> list[tuple[tuple[str, str], str, Record]]:
    """Return the readable related records, read from both ends."""
    forth = [(_RELATIONS[RelationKind(r.kind)], "forth", r.target) for r in record.relations.all()]
    back = [
        (_RELATIONS[RelationKind(r.kind)], "back", r.record) for r in record.inverse_relations.all()
    ]
    return [tie for tie in (*forth, *back) if tie[2].is_published]


def _identifiers(work: CitedWork) -> list[str]:
    every = [
        work.address,
        f"https://doi.org/{work.doi}" if work.doi else "",
        f"urn:isbn:{work.isbn}" if work.isbn else "",
        work.url,
    ]
    return list(dict.fromkeys(filter(None, every)))


def _rights(record: Record) -> list[tuple[str, str]]:
    name, address = LICENCES.get(record.licence, (record.licence, ""))
    stated = [(str(name), address)] if record.licence else []
    return [*stated, (record.rights, "")] if record.rights else stated


FORMATS = {
    each.prefix: each
    for each in (
        MetadataFormat(
            "oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", _OAI_DC, _oai_dc
        ),
        MetadataFormat(
            "oai_datacite",
            "https://schema.datacite.org/meta/kernel-4/metadata.xsd",
            _DATACITE,
            _oai_datacite,
        ),
    )
}
