"""Which record of the library a row of an import is about."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q

from core.web import key_of
from library.catalogue.models import Record
from library.catalogue.states import RecordState
from library.exchange.models import ImportChange
from library.vocabularies.choices import RecordType
from library.vocabularies.identifiers import normalise_doi, normalise_isbn


class KnownRecords:
    """Identifiers, titles and addresses of all records, to find the one a row is about.

    A work is known by its DOI, its ISBN, or its title and year. An address alone is no identity, as a page may
    present several works, nor is an ISBN that several chapters share, and works with two DOIs are two.
    """

    def __init__(self) -> None:
        self.dois: dict[int, str] = {}
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
            self.dois[pk] = doi
            if is_let_go:
                continue
            for identity in _identities(type_, doi, isbn, title, str(year or "")):
                self.by_identity[identity] = pk
            if url:
                self.by_address[_address(url)] = pk

    def pk_of(self, cells: Mapping[str, str]) -> int | None:
        """Return the key of the record that a row is about."""
        if number := own_id(cells):
            key = key_of(number)
            return key if key in self.dois else None
        identities = identities_of(cells)
        doi = dict(identities).get("doi", "")
        found = (self.by_identity.get(each) for each in identities)
        return next((pk for pk in found if pk and not self._has_another_doi(pk, doi)), None)

    def alike(self, cells: Mapping[str, str]) -> int | None:
        """Return the key of a record that is no known match, but may be about the same work."""
        identities = [each for each in identities_of(cells) if each[0] != "doi"]
        found = [self.by_identity.get(each) for each in identities]
        if url := cells.get("url"):
            found.append(self.by_address.get(_address(url)))
        return next((pk for pk in found if pk), None)

    def _has_another_doi(self, pk: int, doi: str) -> bool:
        return bool(doi and self.dois[pk] and self.dois[pk] != doi)


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
