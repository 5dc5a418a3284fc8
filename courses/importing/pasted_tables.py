"""Reads tables that authors paste: from spreadsheets, word processors, or as Markdown."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from courses.progress.numbers import NotANumber, readings, written

MOST_ROWS = 40
MOST_NUMBERS = 4
_LONGEST_NAME = 80
_LARGEST = Decimal(10_000_000)


class TableRefused(Exception):
    """The table cannot become a chart. The message says why and where."""


@dataclass(frozen=True)
class Table:
    """The names of the columns, and rows of a name and its numbers, written so that each has one reading."""

    columns: list[str]
    rows: list[list[str]]


def read_table(text: str, *, unit: str = "") -> Table:
    """Read a table as spreadsheets and word processors give it to the clipboard, or as Markdown.

    The first row names the columns, the first column the groups. Raises ``TableRefused``.
    """
    rows = [[cell.strip() for cell in row] for row in _split(text)]
    rows = [row for row in rows if any(row)]
    if len(rows) < 3 or len(rows[0]) < 2:
        raise TableRefused(
            _("Paste a table: a row of headings, then at least two rows with a name and a number.")
        )
    if len(rows) > MOST_ROWS + 1:
        raise TableRefused(_("A chart shows at most %(most)s rows.") % {"most": MOST_ROWS})
    width = len(rows[0])
    if width > MOST_NUMBERS + 1:
        raise TableRefused(
            _("A chart shows at most %(most)s columns of numbers.") % {"most": MOST_NUMBERS}
        )
    read = []
    for place, row in enumerate(rows[1:], start=2):
        if len(row) != width:
            words = _("Row %(row)s has %(cells)s cells, and the headings have %(width)s.")
            raise TableRefused(words % {"row": place, "cells": len(row), "width": width})
        if not row[0]:
            raise TableRefused(_("Row %(row)s has no name.") % {"row": place})
        read.append([row[0][:_LONGEST_NAME], *(_number(cell, place, unit) for cell in row[1:])])
    return Table([name[:_LONGEST_NAME] or "–" for name in rows[0]], read)


def as_text(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table as it is pasted."""
    return "\n".join("\t".join(row) for row in [columns, *rows])


def _split(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and all(line.strip().startswith("|") for line in lines):
        cells = [line.strip().strip("|").split("|") for line in lines]
        return [row for row in cells if not all(set(cell.strip()) <= set("-: ") for cell in row)]
    first = lines[0] if lines else ""
    sign = next((sign for sign in "\t;," if sign in first), "\t")
    try:
        return list(csv.reader(io.StringIO("\n".join(lines)), delimiter=sign))
    except csv.Error as error:
        raise TableRefused(_("This table cannot be read. Copy it again.")) from error


def _number(cell: str, row: int, unit: str) -> str:
    try:
        found = sorted(readings(cell, unit=unit or "%"))
    except NotANumber:
        words = _("Row %(row)s: “%(cell)s” is not a number.")
        raise TableRefused(words % {"row": row, "cell": cell}) from None
    if len(found) > 1:
        words = _("Row %(row)s: “%(cell)s” may mean %(first)s or %(second)s. Write one of them.")
        first, second = (written(number) for number in found[:2])
        raise TableRefused(words % {"row": row, "cell": cell, "first": first, "second": second})
    if abs(found[0]) >= _LARGEST:
        words = _(
            "Row %(row)s: “%(cell)s” is too large to draw. Choose a larger unit, such as thousands."
        )
        raise TableRefused(words % {"row": row, "cell": cell})
    return f"{found[0].normalize():f}"
