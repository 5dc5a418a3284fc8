"""Reading the first sheet of a workbook (XLSX) row by row, as the program that made it would save it as CSV.

A workbook is a package of XML. Here it is read in pieces, so that neither a small file that unpacks to a large one nor a
cell far out takes more memory than the limits allow. Formulas and macros are never run: cells have the values that were
saved with them (decision 64).
"""

import datetime as dt
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext as _

_CHUNK = 65_536
_MOST_ENTRIES = 5_000
_MOST_COLUMNS = 256
_LAST_ROW = 1_048_576
_WORKBOOK = "xl/workbook.xml"
# Formats that programs know by number alone.
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENT = frozenset({9, 10})
# Of a format: words in quotes, single signs, colours and conditions say nothing about its kind.
_BESIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_CELL = re.compile(r"([A-Z]{1,3})\d{1,7}")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError,
    EOFError, LookupError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
_DATE, _PER_CENT = "date", "per cent"


class WorkbookNotReadable(Exception):
    """The workbook cannot be read; the text says why and what to do."""


@dataclass(frozen=True)
class Limits:
    """How much is read: bytes of the sheet and of its texts when unpacked."""

    sheet: int
    texts: int


def is_workbook(head: bytes) -> bool:
    """Tell whether a file begins as workbooks do: new ones, and those of before 2007 or with a password."""
    return head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


@contextmanager
def first_sheet(file: IO[bytes], limits: Limits) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """Open the first sheet that is not hidden and yield its filled rows, each with its number.

    Raises ``WorkbookNotReadable``, also while the rows are read.
    """
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise WorkbookNotReadable(
            _(
                "This workbook is in an old format (XLS) or has a password. Save it as XLSX without a password, or as "
                "CSV."
            )
        )
    with _in_words():
        package = zipfile.ZipFile(file)
    with package:
        yield _rows(package, limits)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise WorkbookNotReadable(
            _("This file is not a workbook, or it is broken. Save it again as XLSX, or as CSV.")
        ) from error


def _rows(package: zipfile.ZipFile, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    with _in_words():
        yield from _rows_of_first_sheet(package, limits)


def _rows_of_first_sheet(
    package: zipfile.ZipFile, limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    if len(package.infolist()) > _MOST_ENTRIES:
        raise _too_large()
    book = _Book()
    _read(package, _WORKBOOK, book, limits.texts)
    links = _Links()
    _read(package, "xl/_rels/workbook.xml.rels", links, limits.texts)
    address = links.sheets.get(book.sheet)
    if address is None:
        raise ValueError("no sheet")
    texts, formats = _Texts(), _Formats()
    if links.texts:
        _read(package, links.texts, texts, limits.texts)
    if links.formats:
        _read(package, links.formats, formats, limits.texts)
    sheet = _Sheet(texts.found, formats.kinds, _first_day(book.counts_from_1904))
    for _piece in _pieces(package, address, sheet, limits.sheet):
        yield from sheet.take()


class _Part:
    """One file of the package: what its elements say."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, words: str) -> None:
        """Take words between the elements."""


def _read(package: zipfile.ZipFile, name: str, part: _Part, most: int) -> None:
    for _piece in _pieces(package, name, part, most):
        pass


def _pieces(package: zipfile.ZipFile, name: str, part: _Part, most: int) -> Iterator[None]:
    """Read a file of the package piece by piece."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.StartElementHandler = lambda name, found: part.start(name.rpartition(" ")[2], found)
    parser.EndElementHandler = lambda name: part.end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = part.text
    read = 0
    with package.open(name) as entry:
        while piece := entry.read(_CHUNK):
            read += len(piece)
            if read > most:
                raise _too_large()
            parser.Parse(piece, False)
            yield
    parser.Parse(b"", True)
    yield


def _refuse_declarations(*_args: object) -> None:
    # No program writes them, and entities that are declared there can grow without end.
    raise ValueError("a document type")


def _too_large() -> WorkbookNotReadable:
    return WorkbookNotReadable(_("This workbook is too large. Split it, or save the sheet as CSV."))


class _Book(_Part):
    """The list of the sheets, by which the first visible one is found."""

    sheet = ""
    counts_from_1904 = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note the first sheet that is not hidden."""
        if name == "sheet" and not self.sheet and attributes.get("state", "visible") == "visible":
            self.sheet = next(
                (value for key, value in attributes.items() if key.endswith(" id")), ""
            )
        elif name == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904", "0") in ("1", "true")


class _Links(_Part):
    """Where the parts of the workbook are."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.texts = ""
        self.formats = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note sheets, texts and formats."""
        if name != "Relationship":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        # Addresses are relative to the workbook; one with a stroke begins at the root of the package.
        address = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))[1:]
        if kind == "worksheet":
            self.sheets[attributes.get("Id", "")] = address
        elif kind == "sharedStrings":
            self.texts = address
        elif kind == "styles":
            self.formats = address


class _Texts(_Part):
    """The texts that cells name by number."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._words: list[str] = []
        self._is_text = False
        self._is_reading_aid = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin a text. The reading aids of Japanese words are none."""
        if name == "rPh":
            self._is_reading_aid = True
        self._is_text = name == "t" and not self._is_reading_aid

    def end(self, name: str) -> None:
        """End a text."""
        self._is_text = False
        if name == "rPh":
            self._is_reading_aid = False
        elif name == "si":
            self.found.append("".join(self._words))
            self._words.clear()

    def text(self, words: str) -> None:
        """Take words of a text."""
        if self._is_text:
            self._words.append(words)


class _Formats(_Part):
    """Which formats show a number as a date or in per cent."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self._own: dict[int, str] = {}
        self._is_of_cells = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note the kind of each format of cells."""
        if name == "numFmt":
            self._own[int(attributes.get("numFmtId", 0))] = _kind(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self._is_of_cells = True
        elif name == "xf" and self._is_of_cells:
            number = int(attributes.get("numFmtId", 0))
            usual = _DATE if number in _DATES else _PER_CENT if number in _PERCENT else ""
            self.kinds.append(self._own.get(number, usual))

    def end(self, name: str) -> None:
        """End the formats of cells."""
        if name == "cellXfs":
            self._is_of_cells = False


def _kind(code: str) -> str:
    plain = _BESIDE.sub("", code).lower()
    if "%" in plain:
        return _PER_CENT
    return _DATE if {"y", "d", "m", "h"} & set(plain) and "general" not in plain else ""


class _Sheet(_Part):
    """The rows of a sheet, which are taken away as they come."""

    def __init__(self, texts: Sequence[str], kinds: Sequence[str], first_day: dt.datetime) -> None:
        self._texts, self._kinds, self._first_day = texts, kinds, first_day
        self._finished: list[tuple[int, list[str]]] = []
        self._row: list[str] = []
        self._number = 0
        self._column = -1
        self._kind = self._format = ""
        self._words: list[str] = []
        self._is_value = self._is_reading_aid = False
        self._read: Mapping[str, Callable[[str], str]] = {
            "s": lambda words: self._texts[int(words)],
            "b": lambda words: "TRUE" if words == "1" else "FALSE",
            "n": self._written,
        }

    def take(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that are finished, and forget them."""
        yield from self._finished
        self._finished = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin a row, a cell or its value."""
        if name == "row":
            number = int(attributes.get("r", self._number + 1))
            if not self._number < number <= _LAST_ROW:
                raise ValueError("rows are not in order")
            self._number, self._column, self._row = number, -1, []
        elif name == "c":
            self._column = self._place_of(attributes.get("r", ""))
            self._kind, self._format = attributes.get("t", "n"), attributes.get("s", "")
            self._words.clear()
        elif name == "rPh":
            self._is_reading_aid = True
        # The text of a cell that names none of the list is inside the cell.
        self._is_value = name == "v" or (name == "t" and not self._is_reading_aid)

    def end(self, name: str) -> None:
        """End a value, a cell or a row."""
        self._is_value = False
        if name == "rPh":
            self._is_reading_aid = False
        elif name == "c" and self._words:
            self._put("".join(self._words))
        elif name == "row" and self._row:
            self._finished.append((self._number, self._row))

    def text(self, words: str) -> None:
        """Take a part of a value."""
        if self._is_value:
            self._words.append(words)

    def _place_of(self, address: str) -> int:
        if not address:
            return self._column + 1
        found = _CELL.fullmatch(address)
        if found is None:
            raise ValueError("not a cell")
        place = 0
        for letter in found[1]:
            place = 26 * place + ord(letter) - 64
        return place - 1

    def _put(self, words: str) -> None:
        cell = " ".join(self._read.get(self._kind, str)(words).split())
        if not cell:
            return
        if self._column >= _MOST_COLUMNS:
            raise WorkbookNotReadable(
                _("The first sheet has more than %(most)s columns. Leave out what is not needed.")
                % {"most": _MOST_COLUMNS}
            )
        self._row.extend([""] * (self._column - len(self._row)))
        self._row[self._column :] = [cell]

    def _written(self, words: str) -> str:
        """Write a number as it is kept, but days as days and shares in per cent."""
        value = float(words)
        number = int(self._format or 0)
        kind = self._kinds[number] if 0 <= number < len(self._kinds) else ""
        if kind == _PER_CENT:
            return f"{100 * value:.12g}%"
        if kind == _DATE and 1 <= value < 2_958_466:
            moment = self._first_day + dt.timedelta(days=value)
            return str(moment.date()) if value == int(value) else f"{moment:%Y-%m-%d %H:%M}"
        return f"{value:.15g}"


def _first_day(counts_from_1904: bool) -> dt.datetime:
    # The other way of counting holds 1900 for a leap year: all days but its first sixty come out right from here.
    return dt.datetime(1904, 1, 1) if counts_from_1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001
