"""The formats in which records leave the library."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from library.catalogue.models import Record
from library.exchange.citing.bibtex import bibtex
from library.exchange.citing.cited_work import CitedWork, describe_with_notes
from library.exchange.citing.csl import csl_json
from library.exchange.citing.ris import ris
from library.exchange.citing.table_columns import csv_table

MOST_ROWS = 10_000


@dataclass(frozen=True)
class Format:
    """An export format; its ending is its name in addresses. Without ``cite`` it is a table, not a reference."""

    ending: str
    label: StrOrPromise
    media_type: str
    cite: Callable[[Iterable[CitedWork]], Iterator[str]] | None = None


FORMATS = {
    format_.ending: format_
    for format_ in (
        Format("csv", _("CSV"), "text/csv; charset=utf-8"),
        Format("ris", _("RIS"), "application/x-research-info-systems; charset=utf-8", ris),
        Format("bib", _("BibTeX"), "application/x-bibtex; charset=utf-8", bibtex),
        Format("json", _("CSL-JSON"), "application/vnd.citationstyles.csl+json", csl_json),
    )
}


def export_records(records: Iterable[Record], ending: str) -> Iterator[str]:
    """Yield the records in this format, piece by piece. Raises ``KeyError`` for an unknown format.

    Takes no query for records ``for_list()``, ``with_places()``, ``with_terms()`` and ``with_stages()``.
    """
    cite = FORMATS[ending].cite
    if cite is None:
        return csv_table(records, site=settings.SITE_URL)
    return cite(describe_with_notes(record) for record in records)
