"""A neutral description of a work that every citation style and format reads."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from library.catalogue.models import Creator, Record, Version
from library.catalogue.subjects import Subjects
from library.exchange.citing.details import notes_of
from library.vocabularies.choices import CreatorRole, RecordType
from library.vocabularies.dates import Issued


@dataclass(frozen=True)
class CitedName:
    """One name: a person's in two parts where they are known, otherwise whole."""

    whole: str
    family: str = ""
    given: str = ""
    is_organisation: bool = False
    orcid: str = ""

    @property
    def is_split(self) -> bool:
        """Tell whether the family name is known."""
        return bool(self.family)


@dataclass(frozen=True)
class CitedWork:
    """A work with everything that a citation may need. Empty is what is not known."""

    key: str
    type: RecordType
    title: str
    names: Sequence[CitedName]
    are_editors: bool
    has_more_names: bool
    issued: Issued | None
    publisher: str
    container: str
    volume: str
    issue: str
    pages: str
    doi: str
    isbn: str
    # Where to read it: at its source, else in the library.
    url: str
    # Its permanent address in the library, of the version where a fixed one is cited.
    address: str
    summary: str
    topics: Sequence[str]
    places: Sequence[str]
    language: str
    licence: str
    version: int | None
    is_withdrawn: bool
    # What works of its type are asked, and the stage of a practice, each as a sentence.
    notes: Sequence[str] = ()

    @property
    def year(self) -> str:
        """The year in figures; empty when it is not known."""
        return str(self.issued.year) if self.issued else ""


def describe_work(
    record: Record, version: Version | None = None, *, subjects: Subjects | None = None
) -> CitedWork:
    """Describe a record, or one fixed version of it.

    Takes no query for a record ``for_list()`` and ``with_places()``, or ``with_creators()`` when its
    ``subjects`` are given.
    """
    if subjects is None:
        topics = [topic.label for topic in record.topics.all()]
        places = record.place_names
    else:
        topics = [topic.label for topic in subjects.topics]
        places = [*(place.label for place in subjects.places), *filter(None, [record.geography])]
    names, are_editors = _names(record)
    fixed = version or record.current_version
    is_read_here = bool(fixed and fixed.has_text)
    where = version.get_absolute_url() if version else record.get_absolute_url()
    address = settings.SITE_URL + where
    # We count as the publisher of a work whose full text is only in our library, unless it names another one.
    ours = settings.INSTITUTE_NAME if is_read_here and not record.url else ""
    doi_address = f"https://doi.org/{record.doi}" if record.doi else ""
    return CitedWork(
        key=_key(record, names),
        type=RecordType(record.type),
        title=record.title,
        names=names,
        are_editors=are_editors,
        has_more_names=record.has_more_creators,
        issued=record.issued,
        publisher=record.publisher or ours,
        container=record.container,
        volume=record.volume,
        issue=record.issue,
        pages=record.pages,
        doi=record.doi,
        isbn=record.isbn,
        url=record.url or doi_address or (address if is_read_here else ""),
        address=address,
        summary=record.summary,
        topics=topics,
        places=places,
        language=record.language,
        licence=record.licence,
        version=version.number if version else None,
        is_withdrawn=not record.is_published,
    )


def describe_with_notes(record: Record, version: Version | None = None) -> CitedWork:
    """Describe a record, or a fixed version, with fields of its type.

    Takes no query for a record ``for_list()``, ``with_places()`` and ``with_stages()``.
    """
    return replace(describe_work(record, version), notes=notes_of(record, version))


def _names(record: Record) -> tuple[list[CitedName], bool]:
    """Return the names a citation begins with, and whether they edited the work: authors, else chair, else issuer."""
    creators = list(record.creators.all())
    signed = [c for c in creators if c.role in {CreatorRole.AUTHOR, CreatorRole.EDITOR}]
    chosen = signed or [c for c in creators if c.role == CreatorRole.CHAIR] or creators
    are_editors = bool(chosen) and all(c.role == CreatorRole.EDITOR for c in chosen)
    return [_name(creator) for creator in chosen], are_editors


def _name(creator: Creator) -> CitedName:
    family, comma, given = creator.sort_name.partition(", ")
    if creator.is_organisation or not comma:
        return CitedName(creator.name, is_organisation=creator.is_organisation, orcid=creator.orcid)
    return CitedName(creator.name, family, given.replace(",", " "), orcid=creator.orcid)


def _key(record: Record, names: Sequence[CitedName]) -> str:
    """Return a permanent citation key: a name or word, the year and the number of the record."""
    first = (names[0].family or names[0].whole) if names else record.title
    plain = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode()
    word = re.sub(r"[^a-z]", "", plain.split(" ")[0].lower())[:20] or "record"
    return f"{word}{record.year or ''}-{record.pk}"
