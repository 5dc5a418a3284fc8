"""Whether two descriptions are of one work: what speaks for it, and what against."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from library.catalogue.models import Record
from library.exchange.citing.table_columns import split_cell
from library.exchange.importing.parsers import ImportRow
from library.vocabularies.choices import RecordType
from library.vocabularies.identifiers import normalise_doi, normalise_isbn
from library.vocabularies.names import parse_person, sort_name, split_role

Identity = tuple[str, str]
_WORD = re.compile(r"[^\W_]+")
# Words that catalogues write or leave out as they like.
_LEFT_OUT = frozenset(["the", "and"])
_RESOLVERS = frozenset(["doi.org", "dx.doi.org"])


class Evidence(IntEnum):
    """How much speaks for two descriptions being of one work. Nothing does where something speaks against it."""

    NONE = 0
    TITLE_AND_YEAR = 1
    NOTHING_ELSE_KNOWN = 2
    NAMES = 3
    ISBN_AND_TITLE = 4
    DOI = 5


@dataclass(frozen=True)
class Description:
    """What tells one work from another, in a form that can be compared. Empty is what is not known."""

    type: str
    title: str
    year: str
    doi: str = ""
    isbn: str = ""
    issns: frozenset[str] = frozenset()
    publisher: str = ""
    container: str = ""
    creators: frozenset[str] = frozenset()
    host: str = ""
    address: str = ""

    @property
    def identities(self) -> Iterator[Identity]:
        """Yield by what another description of this work may be found."""
        return identities_of(self.type, self.doi, self.isbn, self.title, self.year)


def identities_of(type_: str, doi: str, isbn: str, title: str, year: str) -> Iterator[Identity]:
    """Yield the kind and the value of everything by which a work may be found."""
    if doi:
        yield "doi", doi
    if own := _own_isbn(type_, isbn):
        yield "isbn", own
    yield "title", f"{_title(title)} {year}"


def describe_row(row: ImportRow) -> Description:
    """Describe the work of a row. What is no valid number counts as unknown: it is reported beside its column."""
    cells = row.cells
    found = {}
    for name, read in (("doi", normalise_doi), ("isbn", normalise_isbn)):
        try:
            found[name] = read(cells.get(name, ""))
        except ValidationError:
            found[name] = ""
    people = [parse_person(value) for value in split_cell(cells.get("people", ""))]
    bodies = [split_role(value)[0] for value in split_cell(cells.get("organisations", ""))]
    creators = {_person(row.sort_names.get(name) or sort_name(name)) for name, _id, _role in people}
    creators |= {orcid for _name, orcid, _role in people} | {_plain(name) for name in bodies}
    host, address = _own_address(cells.get("url", ""))
    return Description(
        type=cells.get("type", ""),
        title=_title(cells.get("title", "")),
        year=cells.get("issued", "")[:4],
        doi=found["doi"],
        isbn=_own_isbn(cells.get("type", ""), found["isbn"]),
        issns=row.issns,
        publisher=_plain(cells.get("publisher", "")),
        container=_plain(cells.get("container", "")),
        creators=frozenset(creators - {""}),
        host=host,
        address=address,
    )


def describe_record(record: Record) -> Description:
    """Describe the work of a record. Takes no query for a record ``for_list()``."""
    creators = set()
    for each in record.creators.all():
        creators |= {_plain(each.name) if each.is_organisation else _person(each.sort_name)}
        creators |= {each.orcid}
    host, address = _own_address(record.url)
    return Description(
        type=record.type,
        title=_title(record.title),
        year=str(record.year or ""),
        doi=record.doi,
        isbn=_own_isbn(record.type, record.isbn),
        publisher=_plain(record.publisher),
        container=_plain(record.container),
        creators=frozenset(creators - {""}),
        host=host,
        address=address,
    )


def evidence(one: Description, other: Description) -> Evidence:
    """Weigh what speaks for the two being one work.

    Two DOIs decide alone, two ISBNs together with the titles. Otherwise title and year must be the same, and a
    publisher, container or creator as well, where both name one; two ISSNs that differ and two addresses at one host
    speak against it.
    """
    if one.doi and other.doi:
        return Evidence.DOI if one.doi == other.doi else Evidence.NONE
    if one.isbn and other.isbn:
        is_same = one.isbn == other.isbn and len({one.title, other.title} - {""}) <= 1
        return Evidence.ISBN_AND_TITLE if is_same else Evidence.NONE
    if (one.title, one.year) != (other.title, other.year) or _is_elsewhere(one, other):
        return Evidence.NONE
    return _shared_names(one, other)


def split_address(url: str) -> SplitResult:
    """Split an address into its parts, which are empty for one that is none."""
    try:
        return urlsplit(url)
    except ValueError:
        # An invalid address is reported beside its column, not here.
        return SplitResult("", "", "", "", "")


def _shared_names(one: Description, other: Description) -> Evidence:
    mine, theirs = _names(one), _names(other)
    if mine & theirs:
        return Evidence.NAMES
    if not mine and not theirs:
        return Evidence.NOTHING_ELSE_KNOWN
    are_named_by_both = (
        one.publisher and other.publisher,
        one.container and other.container,
        one.creators and other.creators,
    )
    return Evidence.NONE if any(are_named_by_both) else Evidence.TITLE_AND_YEAR


def _names(work: Description) -> frozenset[str]:
    """Return all names together: a body that one catalogue has as publisher is the author in another."""
    return work.creators | ({work.publisher, work.container} - {""})


def _is_elsewhere(one: Description, other: Description) -> bool:
    """Tell whether the two are in different journals, or at different places of one site."""
    are_in_two_journals = bool(one.issns and other.issns) and one.issns.isdisjoint(other.issns)
    are_two_pages = one.host != "" and one.host == other.host and one.address != other.address
    return are_in_two_journals or are_two_pages


def _title(text: str) -> str:
    return " ".join(text.casefold().split())


def _own_isbn(type_: str, isbn: str) -> str:
    """Return the ISBN unless it is that of the book of which an article is a part."""
    return "" if type_ == RecordType.ARTICLE else isbn


def _own_address(url: str) -> tuple[str, str]:
    """Return the host and the address within it; empty for our own pages and those that stand for a DOI."""
    parts = split_address(url)
    host = parts.netloc.casefold().removeprefix("www.")
    ours = urlsplit(settings.SITE_URL).netloc.casefold().removeprefix("www.")
    if not host or host == ours or host in _RESOLVERS:
        return "", ""
    query = f"?{parts.query}" if parts.query else ""
    return host, f"{parts.path.rstrip('/')}{query}"


def _person(sorted_as: str) -> str:
    """Return family name and first initial: catalogues shorten the rest as they like."""
    family, _comma, given = sorted_as.partition(",")
    return " ".join([_plain(family), _plain(given)[:1]]).strip()


def _plain(text: str) -> str:
    """Return the words alone, without accents, signs and capitals."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(word for word in _WORD.findall(plain) if word not in _LEFT_OUT)
