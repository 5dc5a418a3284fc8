"""Which record of the library a row of an import is about."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q

from core.web.requests import key_of
from library.catalogue.models import Record
from library.catalogue.states import RecordState
from library.exchange.models import ImportChange
from library.vocabularies.choices import RecordType
from library.vocabularies.identifiers import normalise_doi, normalise_isbn


class KnownRecords:
    """Identifiers, titles and addresses of all records, to find the one a row is about.

    A work is known by its DOI, its ISBN and title, or its title and year. An address alone is no identity, as a page
    may present several works, nor is an ISBN that several chapters share. Works with two DOIs are two, as are works
    of one title with two ISBNs.
    """

    def __init__(self) -> None:
        self.identities: dict[int, dict[str, str]] = {}
        self.by_identity: dict[tuple[str, str], int] = {}
        self.by_address: dict[str, int] = {}
        # Leave out records that an undone import brought, so that the corrected file can be imported again.
        undone = ImportChange.objects.filter(
            record=OuterRef("pk"), is_new=True, undone_at__isnull=False, kept=[]
        )
        rows = (
            Record.objects.filter(replaced_by=None)
            .annotate(is_let_go=Q(state=RecordState.WITHDRAWN) & Exists(undone))
            .order_by("-pk")
        )
        columns = ("pk", "is_let_go", "type", "doi", "isbn", "url", "title", "year")
        for pk, is_let_go, type_, doi, isbn, url, title, year in rows.values_list(
            *columns
        ).iterator(chunk_size=2_000):
            identities = dict(_identities(type_, doi, isbn, title, str(year or "")))
            self.identities[pk] = identities
            if is_let_go:
                continue
            for identity in identities.items():
                self.by_identity[identity] = pk
            if url:
                self.by_address[_address(url)] = pk

    def pk_of(self, cells: Mapping[str, str]) -> int | None:
        """Return the key of the record that a row is about."""
        if number := own_id(cells):
            key = key_of(number)
            return key if key in self.identities else None
        identities = identities_of(cells)
        mine = dict(identities)
        found = (self.by_identity.get(each) for each in identities)
        return next((pk for pk in found if pk and is_same_work(mine, self.identities[pk])), None)

    def alike(self, cells: Mapping[str, str]) -> int | None:
        """Return the key of a record that is no known match, but may be about the same work."""
        identities = [each for each in identities_of(cells) if each[0] != "doi"]
        found = [self.by_identity.get(each) for each in identities]
        if url := cells.get("url"):
            found.append(self.by_address.get(_address(url)))
        return next((pk for pk in found if pk), None)


def is_same_work(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether two works, each with its identities by name, are one: they share one and none differs."""
    if _both("doi", one, other):
        return one["doi"] == other["doi"]
    if _both("isbn", one, other):
        titles = {_title_alone(one), _title_alone(other)} - {""}
        return one["isbn"] == other["isbn"] and len(titles) <= 1
    return one["title"] == other["title"]


def _both(name: str, one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return bool(one.get(name) and other.get(name))


def _title_alone(identities: Mapping[str, str]) -> str:
    """Return the title without its year; editions of one ISBN may be dated differently."""
    return identities["title"].rpartition(" ")[0]


def _identities(
    type_: str, doi: str, isbn: str, title: str, year: str
) -> Iterator[tuple[str, str]]:
    if doi:
        yield "doi", doi
    # That of an article is the number of the book which it is a part of.
    if isbn and type_ != RecordType.ARTICLE:
        yield "isbn", isbn
    yield "title", f"{' '.join(title.casefold().split())} {year}"


def own_id(cells: Mapping[str, str]) -> str:
    """Return the number that the record has in this library; one in the table of another site means nothing here."""
    address = cells.get("address", "")
    is_ours = not address or urlsplit(address).netloc == urlsplit(settings.SITE_URL).netloc
    return cells.get("id", "") if is_ours else ""


def _address(url: str) -> str:
    return url.rstrip("/")


def identities_of(cells: Mapping[str, str]) -> list[tuple[str, str]]:
    found = {}
    for name, read in (("doi", normalise_doi), ("isbn", normalise_isbn)):
        try:
            found[name] = read(cells.get(name, ""))
        except ValidationError:
            # An invalid number is reported beside its column, not here.
            found[name] = ""
    words = (cells.get("title", ""), cells.get("issued", "")[:4])
    return list(_identities(cells.get("type", ""), found["doi"], found["isbn"], *words))
