"""Reading what people paste from a spreadsheet: rows, columns and numbers, however they are written."""

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.files.workbooks import Limits, WorkbookNotReadable, first_sheet, is_workbook
from core.refusals import Refusal
from indicators.no_figure import says_no_figure

MOST_GROUPS = 200
MOST_COLUMNS = 12
MOST_CHARACTERS = 40_000
LARGEST = 1e15
# Of a workbook when unpacked: far more than so many groups take.
_LIMITS = Limits(sheet=5_000_000, texts=5_000_000)

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’]")
_COMMA = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?\d+,(\d{1,2}|\d{4,})")
_POINT = re.compile(
    r"[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d+\.(\d{1,2}|\d{4,})|[+-]?\d{1,3}(,\d{3}){2,}"
)


class NotReadable(Refusal):
    """The figures cannot be read; the text says where and what to do."""


@dataclass(frozen=True)
class Table:
    """Rows of cells of one length. ``heading`` is empty where the first row holds figures already."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        return len(self.rows[0])

    def column(self, place: int) -> list[str]:
        """Return the cells of a column, from the top."""
        return [row[place] for row in self.rows]

    @property
    def all_cells(self) -> Iterable[str]:
        return (cell for row in self.rows for cell in row)


def text_of(content: bytes) -> str:
    """Return the text of an uploaded file: UTF-8 or UTF-16 by its mark, else UTF-8, else that of older Windows programs.

    Of a workbook (XLSX) the first sheet is returned as it would be pasted. Raises ``NotReadable``.
    """
    if is_workbook(content[:4]):
        return _sheet_of(content)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotReadable(_("The file contains bytes that are not text. Save it as CSV in UTF-8."))


def _sheet_of(content: bytes) -> str:
    try:
        with first_sheet(io.BytesIO(content), _LIMITS) as rows:
            # More rows than can be measured are refused like pasted ones: none is left out in silence.
            found = [cells for _number, cells in itertools.islice(rows, MOST_GROUPS + 2)]
    except WorkbookNotReadable as refusal:
        raise NotReadable(str(refusal)) from refusal
    pasted = io.StringIO()
    csv.writer(pasted, delimiter="\t", lineterminator="\n").writerows(found)
    return pasted.getvalue()


def read_table(text: str, *, has_heading: bool | None = None) -> Table:
    """Read pasted text: tabs, semicolons, commas or wide spaces between columns.

    ``has_heading`` is worked out unless given. Raises ``NotReadable`` in words.
    """
    lines = [line for line in text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]  # fmt: skip
    if not lines:
        raise NotReadable(_("Paste figures: a row for each group."))
    if len(lines) > MOST_GROUPS + 1:
        raise NotReadable(
            _("At most %(most)s groups can be measured at once.") % {"most": MOST_GROUPS}
        )
    rows = _rows(lines)
    width = max(len(row) for row in rows)
    if width > MOST_COLUMNS:
        raise NotReadable(
            _("At most %(most)s columns can be read. Leave out those that are not needed.")
            % {"most": MOST_COLUMNS}
        )
    filled = [(*row, *[""] * (width - len(row))) for row in rows]
    headed = _looks_headed(filled) if has_heading is None else has_heading
    body = filled[1:] if headed else filled
    if not body:
        raise NotReadable(_("There is a heading but no figures below it."))
    if len(body) > MOST_GROUPS:
        raise NotReadable(
            _("At most %(most)s groups can be measured at once.") % {"most": MOST_GROUPS}
        )
    return Table(heading=filled[0] if headed else (), rows=tuple(body))


def has_decimal_commas(cells: Iterable[str]) -> bool:
    """Return whether numbers are written as 12,5 rather than 12.5: by those that can be read in one way only."""
    plain = [_plain(cell) for cell in cells]
    commas = sum(bool(_COMMA.fullmatch(cell)) for cell in plain)
    return commas > sum(bool(_POINT.fullmatch(cell)) for cell in plain)


def read_number(cell: str, *, decimal_comma: bool) -> float | None:
    """Read a number with thousands separators, percent signs or spaces; nothing where none is given or it is hidden.

    Raises ``ValueError`` for what is no number, or larger than any figure about people.
    """
    if not cell.strip() or says_no_figure(cell):
        return None
    plain = _plain(cell)
    if "_" in plain:
        raise ValueError(cell)
    thousands = "." if decimal_comma else ","
    number = float(plain.replace(thousands, "").replace(",", "."))
    if not abs(number) <= LARGEST:
        raise ValueError(cell)
    return number


def is_number(cell: str) -> bool:
    """Return whether a cell holds a number, or says that there is none."""
    try:
        read_number(cell, decimal_comma=has_decimal_commas([cell]))
    except ValueError:
        return False
    return True


def _plain(cell: str) -> str:
    return _SPACES.sub("", cell).replace("−", "-").replace("–", "-").strip("%‰£€$")


def _rows(lines: Sequence[str]) -> list[list[str]]:
    separator = _separator(lines)
    if separator == "  ":
        cut = [re.split(r"\s{2,}", line.strip()) for line in lines]
    else:
        try:
            cut = list(csv.reader(lines, delimiter=separator, skipinitialspace=True))
        except csv.Error as error:
            raise NotReadable(
                _("The figures cannot be split into columns: %(reason)s.") % {"reason": error}
            ) from error
    rows = [[" ".join(cell.split()) for cell in row] for row in cut]
    while all(len(row) > 1 and not row[-1] for row in rows):
        rows = [row[:-1] for row in rows]
    return [row for row in rows if any(row)] or [[""]]


def _separator(lines: Sequence[str]) -> str:
    for separator in ("\t", ";"):
        if sum(separator in line for line in lines) > len(lines) / 2:
            return separator
    wide = sum(bool(re.search(r"\S\s{2,}\S", line)) for line in lines)
    if wide > len(lines) / 2 and sum("," in line for line in lines) <= wide:
        return "  "
    return ","


def _looks_headed(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row names columns: words above numbers, or no number at all."""
    first, rest = rows[0], rows[1:]
    if not any(is_number(cell) and cell for cell in first):
        return bool(rest)
    return any(
        cell and not is_number(cell) and all(is_number(row[place]) for row in rest)
        for place, cell in enumerate(first)
        if rest
    )
