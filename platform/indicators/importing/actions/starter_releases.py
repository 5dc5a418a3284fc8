"""Loading the releases that come with Praxis, by the code that reads uploads."""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from indicators.catalogue.actions.publishing import publish_release
from indicators.catalogue.actions.releases import create_release, set_breaks
from indicators.catalogue.models import Indicator, Release
from indicators.importing.actions.imports import write_file


@transaction.atomic
def load_release(*, row: Mapping[str, Any], file: Path, at: dt.datetime) -> int | None:
    """Load and publish a release with its file of figures; return their number, or nothing where it is there already.

    Raises ``TableNotReadable`` and ``RowsHaveChanged`` for a file that is not right, and writes nothing then.
    """
    if Release.objects.filter(import_key=row["key"]).exists():
        return None
    words = {
        name: row[name]
        for name in ("title", "publisher", "licence", "address", "notes")
        if name in row
    }
    release = create_release(by=None, at=at, import_key=row["key"], **words)
    with file.open("rb") as figures:
        written = write_file(release=release, file=figures, at=at)
    set_breaks(release=release, breaks=_breaks(row.get("breaks", ())))
    publish_release(release=release, by=None, at=at)
    return written


def _breaks(rows: Iterable[Mapping[str, Any]]) -> list[tuple[Indicator, dt.date, str]]:
    indicators = Indicator.objects.in_bulk([row["indicator"] for row in rows], field_name="code")
    return [(indicators[row["indicator"]], row["from"], row["note"]) for row in rows]
