"""Reading tables that people made in a spreadsheet: in any usual encoding and with any usual separator."""

import codecs
import csv
import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.spreadsheets import unescape_formula
from core.files.workbooks import Limits, WorkbookNotReadable, first_sheet, is_workbook

_LONGEST_CELL = 10_000
_SAMPLE = 65_536
_SEPARATORS = ",;\t|"
# By such a first line spreadsheet programs tell each other the separator, whatever the country.
_SEPARATOR_LINE = re.compile(r"\"?sep=([,;\t|])\"?[,;\t|]*", re.IGNORECASE)
_SEPARATOR_NAMES = {
    ",": gettext_lazy("commas"),
    ";": gettext_lazy("semicolons"),
    "\t": gettext_lazy("tabs"),
    "|": gettext_lazy("bars"),
}
_ENCODING_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
_WORKBOOK = "xlsx"


class TableNotReadable(Exception):
    """The file cannot be read as a table; the text says where and what to do."""


@dataclass(frozen=True)
class Line:
    """A row of a table: the line of the file where it begins, and its filled cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """An open table: how it is written, the names of its columns, and its rows."""

    encoding: str
    separator: str
    names: Sequence[str]
    _text: IO[str]
    _first: int

    @property
    def encoding_name(self) -> str:
        """Return the encoding as programs call it."""
        return _ENCODING_NAMES.get(self.encoding, self.encoding.upper())

    @property
    def separator_name(self) -> str:
        """Return the separator in words; of a workbook, what of it is read."""
        if self.encoding == _WORKBOOK:
            return _("first sheet")
        return str(_SEPARATOR_NAMES[self.separator])

    def lines(self, taken: Sequence[tuple[int, str]], *, most: int) -> Iterator[Line]:
        """Yield the rows that hold something, in the memory that one takes.

        ``taken`` are the positions of the columns that are read, each with its name. Raises ``TableNotReadable``
        for what is no table, and for more than ``most`` rows.
        """
        reader = csv.reader(self._text, delimiter=self.separator)
        begins = self._first
        count = 0
        try:
            for row in reader:
                # Not by ``csv.field_size_limit``, which would hold for all tables that this process reads.
                if max(map(len, row), default=0) > _LONGEST_CELL:
                    raise csv.Error(
                        _("a cell has more than %(most)s characters") % {"most": _LONGEST_CELL}
                    )
                if any(cell.strip() for cell in row[len(self.names) :]):
                    # Most often a separator inside a cell: read on, its second half would be lost in silence.
                    raise csv.Error(_("it has more cells than the heading has columns"))
                number, begins = begins, self._first + reader.line_num
                cells = _cells(row, taken)
                if not cells:
                    continue
                count += 1
                if count > most:
                    raise TableNotReadable(
                        _("The file has more than %(most)s rows. Split it.") % {"most": most}
                    )
                yield Line(number, cells)
        except csv.Error as error:
            told = {"line": str(self._first + reader.line_num - 1), "reason": str(error)}
            raise TableNotReadable(_("Line %(line)s cannot be read: %(reason)s.") % told) from error


@contextmanager
def open_table(file: IO[bytes], *, workbooks: Limits | None = None) -> Iterator[Table]:
    """Find out how the file is written and yield it as a table.

    Lines before the heading that begin with a number sign are remarks. Of a workbook (XLSX) the first sheet is read,
    where ``workbooks`` says how much of it. Raises ``TableNotReadable``.
    """
    if is_workbook(file.read(4)):
        with _sheet_of(file, workbooks) as sheet:
            yield _table_in(sheet, _WORKBOOK, ",")
        return
    file.seek(0)
    encoding = _encoding_of(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield _table_in(text, encoding)
    except UnicodeDecodeError as error:
        raise TableNotReadable(
            _("The file contains bytes that are not text. Save it again as CSV in UTF-8.")
        ) from error
    finally:
        text.detach()


def _table_in(text: IO[str], encoding: str, separator: str = "") -> Table:
    remarks, heading = _heading_of(text)
    if named := _SEPARATOR_LINE.fullmatch(heading.strip("\ufeff\r\n")):
        more, heading = _heading_of(text)
        remarks, separator = remarks + 1 + more, separator or named[1]
    separator = separator or max(_SEPARATORS, key=heading.count)
    return Table(encoding, separator, _names_in(heading, separator), text, remarks + 2)


@contextmanager
def _sheet_of(file: IO[bytes], limits: Limits | None) -> Iterator[IO[str]]:
    """Write the first sheet of a workbook as CSV into a file that goes away, each row on the line of its number."""
    if limits is None:
        raise TableNotReadable(
            _("This is a file of a spreadsheet program. Save the sheet as CSV and try again.")
        )
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as text:
        written = csv.writer(text)
        line = 1
        try:
            with first_sheet(file, limits) as rows:
                for number, cells in rows:
                    text.write("\n" * (number - line))
                    written.writerow(cells)
                    line = number + 1
        except WorkbookNotReadable as refusal:
            raise TableNotReadable(str(refusal)) from refusal
        text.seek(0)
        yield text


def refuse_columns_twice(names: Sequence[str], read: set[str]) -> None:
    """Refuse a heading that names a column twice which is read. Raises ``TableNotReadable``."""
    twice = {name for name in names if name and list(names).count(name) > 1}
    if read_twice := twice & read:
        raise TableNotReadable(
            _("The first line names a column twice: %(names)s.")
            % {"names": ", ".join(sorted(read_twice))}
        )


def _cells(row: Sequence[str], taken: Sequence[tuple[int, str]]) -> dict[str, str]:
    cells = {}
    for position, name in taken:
        if position < len(row) and (cell := row[position].strip()):
            cells[name] = unescape_formula(cell) if cell[0] == "'" else cell
    return cells


def _encoding_of(file: IO[bytes]) -> str:
    """Return the encoding: by its byte order mark, else UTF-8 if all of it is, else that of older Windows programs."""
    head = file.read(_SAMPLE)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if max(even, odd) * 3 < len(head) // 2:
            raise TableNotReadable(_("This file is not a table. Save it as CSV and try again."))
        return "utf-16-le" if odd > even else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while head:
            decoder.decode(head)
            head = file.read(_SAMPLE)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _heading_of(text: IO[str]) -> tuple[int, str]:
    """Return how many lines stand before the heading, and the heading."""
    before = 0
    while line := text.readline(_LONGEST_CELL):
        if line.strip() and not line.lstrip("\ufeff \"'").startswith("#"):
            return before, line
        before += 1
    raise TableNotReadable(_("The file is empty. Choose another one."))


def _names_in(heading: str, separator: str) -> list[str]:
    try:
        [names] = csv.reader([heading], delimiter=separator)
    except (csv.Error, ValueError) as error:
        raise TableNotReadable(_("The first line must name the columns.")) from error
    return [name.strip().strip("\ufeff").lower().replace(" ", "_") for name in names]
