"""The table form of records: one column for each fact, the same for what is exported and what is imported."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from core.files.spreadsheets import csv_lines
from library.catalogue.models import Record
from library.exchange.citing.details import DETAIL_COLUMNS, STAGE_COLUMNS, detail_cells
from library.vocabularies.names import format_person

COLUMNS = (
    "id", "type", "title", "summary", "issued", "people", "more_people", "organisations", "publisher",
    "container", "volume", "issue", "pages", "doi", "isbn", "url", "language", "licence", "rights",
    "evidence_kind", "topics", "places", "place_in_words", "populations", "settings", *DETAIL_COLUMNS,
    *STAGE_COLUMNS, "address",
)  # fmt: skip
_PARTED = re.compile(r"\s*;\s*")


def csv_table(records: Iterable[Record], *, site: str) -> Iterator[str]:
    """Yield a CSV file in UTF-8 with a byte order mark, as spreadsheet programs expect it.

    Cells that a spreadsheet program would execute begin with an apostrophe. ``site`` is the address of this
    site. Takes no query for records ``for_list()``, ``with_places()``, ``with_terms()`` and ``with_stages()``.
    """
    return csv_lines(chain([COLUMNS], (cells_of(record, site=site) for record in records)))


def cells_of(record: Record, *, site: str) -> list[str]:
    """Return the cells of a record, in the order of ``COLUMNS``."""
    creators = list(record.creators.all())
    people = [format_person(c.name, c.role, c.orcid) for c in creators if not c.is_organisation]
    bodies = [format_person(c.name, c.role, "") for c in creators if c.is_organisation]
    return [
        str(record.pk),
        record.type,
        record.title,
        record.summary,
        str(record.issued or ""),
        join_cell(people),
        "yes" if record.has_more_creators else "",
        join_cell(bodies),
        record.publisher,
        record.container,
        record.volume,
        record.issue,
        record.pages,
        record.doi,
        record.isbn,
        record.url,
        record.language,
        record.licence,
        record.rights,
        record.evidence_kind,
        join_cell(topic.code for topic in record.topics.all()),
        join_cell(place.code for place in record.places.all()),
        record.geography,
        join_cell(term.code for term in record.populations),
        join_cell(term.code for term in record.settings),
        *detail_cells(record),
        site + record.get_absolute_url(),
    ]


def join_cell(values: Iterable[str]) -> str:
    """Join several values into one cell, separated by semicolons."""
    return "; ".join(value.replace(";", ",") for value in values)


def split_cell(cell: str) -> list[str]:
    """Split a cell into its values."""
    return [value for value in _PARTED.split(cell.strip()) if value]
