"""Tables for spreadsheet programs: files that they open rightly, and cells that they do not execute."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

from django.http import FileResponse

from core.files.uploads import answer_whole

BYTE_ORDER_MARK = "\ufeff"
# A cell that begins with one of these is taken for a formula by some program (OWASP, CSV injection).
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n")
# A number below zero is none: with an apostrophe no program would read it as the number it is.
_BELOW_ZERO = re.compile(r"-\d+(\.\d+)?(e[+-]?\d+)?", re.ASCII)


def csv_answer(rows: Iterable[Iterable[object]], *, name: str) -> FileResponse:
    """Answer with the rows as a file of this name, in the memory that one row takes."""
    return answer_whole(csv_lines(rows), name=f"{name}.csv", media_type="text/csv; charset=utf-8")


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of a CSV file, without formulas, after the byte order mark of UTF-8."""
    mark = BYTE_ORDER_MARK
    for row in rows:
        line = StringIO()
        csv.writer(line).writerow([escape_formula(str(cell)) for cell in row])
        yield mark + line.getvalue()
        mark = ""


def escape_formula(cell: str) -> str:
    """Put an apostrophe before a cell that a program would execute; one of its own is doubled."""
    if _BELOW_ZERO.fullmatch(cell):
        return cell
    if cell.startswith(_BEGINNINGS) or cell.startswith("'"):
        return f"'{cell}"
    return cell


def unescape_formula(cell: str) -> str:
    """Remove the apostrophe that ``escape_formula`` added."""
    if cell.startswith("'") and cell[1:].startswith((*_BEGINNINGS, "'")):
        return cell[1:]
    return cell
