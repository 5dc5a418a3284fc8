"""The rows of an import that its page shows: the first ones, with what became of each."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from library.exchange.importing.checking import CheckedRow, Verdict

Shown = dict[str, Any]
MOST_SHOWN = 500
_LONGEST_REASON = 300
# Where there are too many, what stands in the way is shown before what would be replaced, and this before the rest.
_SHOWN = (Verdict.REFUSED, Verdict.LEFT_OUT, Verdict.CHANGED, Verdict.NEW)


def nothing_shown() -> dict[str, list[Shown]]:
    """Return an empty list of rows for each result that is shown."""
    return {verdict: [] for verdict in _SHOWN}


def show_row(judged: CheckedRow, shown: list[Shown]) -> None:
    """Keep a row for the page; the first ones are enough."""
    if len(shown) >= MOST_SHOWN:
        return
    shown.append(
        {
            "row": judged.row.number,
            "verdict": str(judged.verdict),
            "title": judged.row.cells.get("title", "")[:200],
            "record": judged.record.pk if judged.record else None,
            "changes": list(judged.change[1]),
            "reasons": [[name, text[:_LONGEST_REASON]] for name, text in judged.reasons],
            "alike": judged.alike,
        }
    )


def first_of(shown: Mapping[str, Sequence[Shown]]) -> list[Shown]:
    """Return the rows that the page shows, in the order of the file."""
    chosen = [row for verdict in _SHOWN for row in shown[verdict]][:MOST_SHOWN]
    return sorted(chosen, key=itemgetter("row"))


def with_left_out(shown: Sequence[Shown], left_out: Sequence[Shown]) -> list[Shown]:
    """Return the rows that the page shows, with those that were left out when the others were written."""
    records = {row["record"] for row in left_out}
    others = [row for row in shown if row["record"] not in records]
    return sorted([*left_out, *others][:MOST_SHOWN], key=itemgetter("row"))
