"""Reading tables of figures: any usual encoding and separator, in our columns or those of HEAT Plus."""

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.spreadsheets import unescape_formula

MOST_ROWS = 500_000
_LONGEST_CELL = 10_000
_SAMPLE = 65_536
_SEPARATORS = ",;\t|"
_NAMES = {
    ",": gettext_lazy("commas"),
    ";": gettext_lazy("semicolons"),
    "\t": gettext_lazy("tabs"),
    "|": gettext_lazy("bars"),
}

COLUMNS = (
    *("indicator", "place", "period", "start", "end", "sex", "age", "dimension", "subgroup"),
    *("subgroup_order", "value", "count", "population", "lower", "upper", "standard_error", "flag"),
)
_NEEDED = ("indicator", "place", "period", "value")
# The columns of the template of HEAT Plus (World Health Organization), by ours. Older files say "year" for "date",
# and "footnote" or "note" for "flag".
HEAT_COLUMNS = {
    "indicator": ("indicator_abbr",),
    "indicator_name": ("indicator_name",),
    "place": ("iso3",),
    "place_name": ("setting",),
    "period": ("date", "year"),
    "dimension": ("dimension",),
    "subgroup": ("subgroup",),
    "subgroup_order": ("subgroup_order",),
    "is_ordered": ("ordered_dimension",),
    "is_reference": ("reference_subgroup",),
    "value": ("estimate",),
    "population": ("population",),
    "lower": ("ci_lb",),
    "upper": ("ci_ub",),
    "standard_error": ("se",),
    "average": ("setting_average",),
    "is_favourable": ("favourable_indicator",),
    "scale": ("indicator_scale",),
}
_HEAT_NEEDED = ("indicator_abbr", "setting", "dimension", "subgroup", "estimate")
HEAT = "heat"
OURS = "ours"


class TableNotReadable(Exception):
    """The file cannot be read as a table; the text says where and what to do."""


@dataclass(frozen=True)
class TableFormat:
    """How a file is written: its encoding, separator, and whose columns it has."""

    encoding: str
    separator: str
    layout: str

    @property
    def words(self) -> str:
        """Return the format in words."""
        words = {
            "encoding": {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}.get(
                self.encoding, self.encoding.upper()
            ),
            "separator": _NAMES[self.separator],
        }
        if self.layout == HEAT:
            return _("%(encoding)s, %(separator)s, HEAT Plus") % words
        return _("%(encoding)s, %(separator)s") % words


@dataclass(frozen=True)
class Line:
    """A row of a table: the line of the file where it begins, and its filled cells by column."""

    number: int
    cells: dict[str, str]


@contextmanager
def open_table(file: IO[bytes]) -> Iterator[tuple[TableFormat, Iterator[Line]]]:
    """Find out how the file is written and yield that with its rows, in the memory that one row takes.

    Lines before the heading that begin with a number sign are remarks. Raises ``TableNotReadable``.
    """
    encoding = _encoding_of(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        remarks, heading = _heading_of(text)
        separator = max(_SEPARATORS, key=heading.count)
        names = _names_in(heading, separator)
        layout = _layout_of(names)
        taken = _columns_of(names, layout)
        yield TableFormat(encoding, separator, layout), _lines(text, separator, taken, remarks + 2)
    except UnicodeDecodeError as error:
        raise TableNotReadable(
            _("The file holds bytes that are no text. Save it again as CSV in UTF-8.")
        ) from error
    finally:
        text.detach()


def count_lines(file: IO[bytes]) -> int:
    """Return about how many rows the file has, to show how far the reading is."""
    return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1_048_576), b""))


def _encoding_of(file: IO[bytes]) -> str:
    """Return the encoding: by its byte order mark, else UTF-8 if all of it is, else that of older Windows programs."""
    head = file.read(_SAMPLE)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if max(even, odd) * 3 < len(head) // 2:
            raise TableNotReadable(_("This file is no table. Save it as CSV and try again."))
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


def _layout_of(names: list[str]) -> str:
    if all(name in names for name in _NEEDED):
        return OURS
    if all(name in names for name in _HEAT_NEEDED) and ("date" in names or "year" in names):
        return HEAT
    missing = [name for name in _NEEDED if name not in names]
    raise TableNotReadable(
        _(
            "The first line must name the columns. Missing are: %(missing)s. Files of HEAT Plus are read with their "
            "own columns."
        )
        % {"missing": ", ".join(missing)}
    )


def _columns_of(names: list[str], layout: str) -> list[tuple[int, str]]:
    """Return the position of each column that is read, with our name for it."""
    wanted = {name: (name,) for name in COLUMNS} if layout == OURS else dict(HEAT_COLUMNS)
    taken = []
    for ours, theirs in wanted.items():
        found = next((names.index(name) for name in theirs if name in names), None)
        if found is not None:
            taken.append((found, ours))
    twice = {name for name in names if name and names.count(name) > 1}
    if read_twice := twice & {name for theirs in wanted.values() for name in theirs}:
        raise TableNotReadable(
            _("The first line names a column twice: %(names)s.")
            % {"names": ", ".join(sorted(read_twice))}
        )
    return taken


def _lines(
    text: IO[str], separator: str, taken: list[tuple[int, str]], first: int
) -> Iterator[Line]:
    reader = csv.reader(text, delimiter=separator)
    begins = first
    count = 0
    try:
        for row in reader:
            # Not by ``csv.field_size_limit``, which would hold for all tables that this process reads.
            if max(map(len, row), default=0) > _LONGEST_CELL:
                raise csv.Error(_("a cell has more than %(most)s signs") % {"most": _LONGEST_CELL})
            number, begins = begins, first + reader.line_num
            cells = {}
            for position, name in taken:
                if position < len(row) and (cell := row[position].strip()):
                    cells[name] = unescape_formula(cell) if cell[0] == "'" else cell
            if not cells:
                continue
            count += 1
            if count > MOST_ROWS:
                raise TableNotReadable(
                    _("The file has more than %(most)s rows. Split it.") % {"most": MOST_ROWS}
                )
            yield Line(number, cells)
    except csv.Error as error:
        told = {"line": str(first + reader.line_num - 1), "reason": str(error)}
        raise TableNotReadable(_("Line %(line)s cannot be read: %(reason)s.") % told) from error
