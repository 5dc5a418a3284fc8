"""Which record of the library a row of an import is about."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from core.web.requests import key_of
from library.catalogue.models import Record
from library.catalogue.states import RecordState
from library.exchange.importing.parsers import ImportRow
from library.exchange.importing.sameness import (
    Description,
    Evidence,
    Identity,
    describe_record,
    evidence,
    identities_of,
    split_address,
)
from library.exchange.models import ImportChange


class KnownRecords:
    """Identifiers, titles and addresses of all records, to find those that a row may be about.

    A work is known by its DOI, its ISBN and title, or its title and year and one more name. An address alone is no
    identity, as a page may present several works, nor is an ISBN that several chapters share. Works with two DOIs are
    two, as are works of one title with two ISBNs.
    """

    def __init__(self) -> None:
        self.by_identity: dict[Identity, list[int]] = {}
        self.by_address: dict[str, int] = {}
        # Leave out records that an undone import brought, so that the corrected file can be imported again.
        undone = ImportChange.objects.filter(
            record=OuterRef("pk"), is_new=True, undone_at__isnull=False, kept=[]
        )
        rows = (
            Record.objects.filter(replaced_by=None)
            .exclude(Q(state=RecordState.WITHDRAWN) & Exists(undone))
            .order_by("pk")
        )
        columns = ("pk", "type", "doi", "isbn", "url", "title", "year")
        for pk, type_, doi, isbn, url, title, year in rows.values_list(*columns).iterator(
            chunk_size=2_000
        ):
            for identity in identities_of(type_, doi, isbn, title, str(year or "")):
                self.by_identity.setdefault(identity, []).append(pk)
            if url:
                self.by_address.setdefault(_address(url), pk)

    def candidates(self, row: ImportRow, work: Description) -> list[int]:
        """Return the keys of the records that a row about this work may be about, the oldest first."""
        if key := own_id(row.cells):
            return [key]
        found = (self.by_identity.get(each, ()) for each in work.identities)
        return sorted({pk for keys in found for pk in keys})

    def alike(self, row: ImportRow, work: Description) -> int | None:
        """Return the key of a record that is no known match, but may be about the same work."""
        identities = [each for each in work.identities if each[0] != "doi"]
        found = [pk for each in identities for pk in self.by_identity.get(each, ())[:1]]
        if (url := row.cells.get("url")) and (at_address := self.by_address.get(_address(url))):
            found.append(at_address)
        return next(iter(found), None)


def record_of(row: ImportRow, work: Description, candidates: Iterable[Record]) -> Record | None:
    """Return the candidate that a row about this work is about.

    A withdrawn record is taken where no other is known as well, and among several of which nothing but title and
    year is known to be the same, none.
    """
    if key := own_id(row.cells):
        return next((record for record in candidates if record.pk == key), None)
    weighed = [(evidence(work, describe_record(each)), each) for each in candidates]
    found = [(weight, record) for weight, record in weighed if weight]
    if not found:
        return None
    weight, best = max(found, key=_rank)
    as_good = [each for each in found if _rank(each)[:-1] == _rank((weight, best))[:-1]]
    return None if weight == Evidence.TITLE_AND_YEAR and len(as_good) > 1 else best


def own_id(cells: Mapping[str, str]) -> int | None:
    """Return the key of the record that a row of our own export is about.

    Other systems count their records as well, so an id means one of ours only beside the address of that record.
    """
    key = key_of(cells.get("id"))
    address = split_address(cells.get("address", ""))
    if not key or address.netloc != urlsplit(settings.SITE_URL).netloc:
        return None
    is_its_address = address.path.rstrip("/") == _path_of(key).rstrip("/")
    return key if is_its_address else None


def names_foreign_id(cells: Mapping[str, str]) -> bool:
    """Tell whether the id of a row is none of ours, so that it is ignored."""
    return bool(cells.get("id")) and own_id(cells) is None


def _path_of(key: int) -> str:
    return reverse("library:record_detail", args=[key])


def _rank(found: tuple[Evidence, Record]) -> tuple[bool, Evidence, bool, int]:
    weight, record = found
    is_sure = weight > Evidence.TITLE_AND_YEAR
    return (record.is_published and is_sure, weight, record.is_published, -record.pk)


def _address(url: str) -> str:
    return url.rstrip("/")
