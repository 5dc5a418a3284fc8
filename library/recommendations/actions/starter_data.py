"""Loading the recommendations that the library starts with."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from core.files.tables import Line
from library.catalogue.models import Record
from library.recommendations.actions.recommendations import write_checked
from library.recommendations.models import Recommendation
from library.recommendations.tables import COLUMNS, Verdict, check_lines


@transaction.atomic
def load_recommendations(*, rows: Iterable[Mapping[str, str]], at: dt.datetime) -> int:
    """Add the recommendations that are not known yet to the reports that are there, and return their number.

    What is known stays as it is, whatever editors have made of it (repeats safely). Raises ``ValidationError`` that names each bad row; nothing is written then.
    """
    known = set(Recommendation.objects.values_list("reference", flat=True))
    fresh: dict[str, list[Line]] = defaultdict(list)
    for row in rows:
        if row["reference"] not in known:
            cells = {name: row[name] for name in COLUMNS if row.get(name)}
            fresh[row["record_key"]].append(Line(int(row["line"]), cells))
    records = Record.objects.published().filter(import_key__in=list(fresh)).order_by("pk")
    added, problems = 0, list[str]()
    for record in records:
        checked = check_lines(fresh[record.import_key], record)
        problems += [
            f"{row.number}: {column}: {why}"
            for row in checked.of(Verdict.REFUSED)
            for column, why in row.reasons
        ]
        write_checked(record=record, checked=checked, by=None, at=at)
        added += len(checked.of(Verdict.NEW))
    if problems:
        raise ValidationError(problems)
    return added
